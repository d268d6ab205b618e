import { configDefaults, defineConfig } from 'vitest/config'

/** `--mode faults` takes the time for all rounds of the races; a normal run samples them. */
export default defineConfig(({ mode }) => ({
  test: {
    // They need a program that is not on a plain machine.
    exclude: [...configDefaults.exclude, ...(mode === 'faults' ? [] : ['test/pooler/*'])],
    testTimeout: mode === 'faults' ? 120_000 : 30_000,
    hookTimeout: 30_000,
    globalSetup: ['src/testing/postgres-setup.ts'],
    // Every test has a database of its own, so files can share the modules that they import.
    isolate: false,
    maxWorkers: 2,
    provide:
      mode === 'faults' ? { raceRounds: 200, mixedOperations: 10_000 } : { raceRounds: 20, mixedOperations: 1000 },
  },
}))
