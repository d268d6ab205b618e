import { defineConfig } from 'vitest/config'

/** `--mode bench` takes the time for all rounds of what a normal run only samples. */
export default defineConfig(({ mode }) => ({
  test: { provide: { crashes: mode === 'bench' ? 100 : 8 }, globalSetup: './src/testing-build.ts' },
}))
