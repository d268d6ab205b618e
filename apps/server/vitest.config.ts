import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const postgresSetup = fileURLToPath(import.meta.resolve('@latchkey/db/testing/postgres-setup'))

const everyFile = ['test/**/*.test.ts']
const proxyTests = ['test/proxy/*.test.ts']
const faultTests = ['test/faults/*.test.ts']
/** Tests of what SQLite does, or that reach into its file. */
const sqliteTests = [
  'test/http/{existing-database,locked-database,moved-database,restored-backup,statements}.test.ts',
  'test/process/*.test.ts',
]
/** `TEST_ENGINE=postgres` starts the servers of all other tests over PostgreSQL. */
const engine = process.env['TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite'

/** Which files a mode runs, and how often what a normal run only samples. */
const modes = {
  test: { include: everyFile, exclude: [...proxyTests, ...faultTests], crashes: 8, hostileRuns: 15 },
  bench: { include: everyFile, exclude: [...proxyTests, ...faultTests], crashes: 100, hostileRuns: 1000 },
  /** Tests that inject faults and take minutes. */
  faults: {
    include: [...faultTests, 'test/process/crash.test.ts', 'test/postgres/killed-server.test.ts'],
    exclude: [],
    crashes: 200,
    hostileRuns: 1000,
  },
  /** Tests that need a reverse proxy on the machine. */
  proxy: { include: proxyTests, exclude: [], crashes: 0, hostileRuns: 0 },
} as const satisfies Record<string, object>

function isMode(mode: string): mode is keyof typeof modes {
  return Object.hasOwn(modes, mode)
}

export default defineConfig(({ mode }) => {
  const { include, exclude, crashes, hostileRuns } = modes[isMode(mode) ? mode : 'test']
  return {
    test: {
      include: [...include],
      exclude: [...configDefaults.exclude, ...exclude, ...(engine === 'postgres' ? sqliteTests : [])],
      provide: { crashes, hostileRuns, engine },
      globalSetup: ['./test/support/build-server.ts', postgresSetup],
      // Every server takes its state with it, so files can share the modules that they import.
      isolate: false,
      // Files wait for servers and processes more than they compute, so more of them run than there are cores.
      maxWorkers: 3,
      testTimeout: 30_000,
      hookTimeout: 30_000,
    },
  }
})
