import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // No file keeps anything in its modules, so files can share them.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
