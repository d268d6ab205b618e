import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Modules keep no state, so files share those that they import.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
