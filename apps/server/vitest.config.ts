import { configDefaults, defineConfig } from 'vitest/config'

const proxyTests = 'test/proxy/**'

/**
 * `--mode bench` takes the time for all rounds of what a normal run only samples. `--mode proxy` runs the tests that need a
 * reverse proxy on the machine, and no other mode does.
 */
export default defineConfig(({ mode }) => ({
  test: {
    ...(mode === 'proxy'
      ? { include: [`${proxyTests}/*.test.ts`] }
      : { exclude: [...configDefaults.exclude, proxyTests] }),
    provide: { crashes: mode === 'bench' ? 100 : 8, hostileRuns: mode === 'bench' ? 1000 : 15 },
    globalSetup: './test/support/build-server.ts',
    // Every server takes its state with it, so files can share the modules that they import.
    isolate: false,
    // Files wait for servers and processes more than they compute, so more of them run than there are cores.
    maxWorkers: 3,
    testTimeout: 30_000,
  },
}))
