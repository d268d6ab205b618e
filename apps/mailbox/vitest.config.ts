import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Every provider takes its state with it, so files can share the modules that they import.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
