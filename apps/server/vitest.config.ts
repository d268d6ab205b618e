import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const postgresSetup = fileURLToPath(import.meta.resolve('@latchkey/db/testing/postgres-setup'))

const everyFile = ['test/**/*.test.ts']
const proxyTests = ['test/proxy/*.test.ts']
const faultTests = ['test/faults/*.test.ts']
const crashTest = 'test/process/crash.test.ts'
/** Kills a server that sends mail. */
const mailTest = 'test/process/mail.test.ts'
const killedServerTest = 'test/postgres/killed-server.test.ts'
/** Tests of several servers over one PostgreSQL, whatever the engine of the others is. */
const postgresTests = ['test/postgres/*.test.ts']
/** Tests of what SQLite does, that reach into its file, that have a database in memory, or that start everything by themselves. */
const sqliteTests = [
  'test/http/{existing-database,locked-database,moved-database,restored-backup,statements}.test.ts',
  'test/limits/growth.test.ts',
  'test/process/{cluster,descriptors,disk-full,full-log,process}.test.ts',
]
const elsewhere = [...proxyTests, ...faultTests]

/** Which files a mode runs, and how often what a normal run only samples. */
const modes = {
  test: { include: everyFile, exclude: [...elsewhere, ...postgresTests], crashes: 8, hostileRuns: 15 },
  /** The servers of all tests over PostgreSQL. */
  postgres: { include: everyFile, exclude: [...elsewhere, ...sqliteTests], crashes: 8, hostileRuns: 5 },
  bench: { include: everyFile, exclude: [...elsewhere, ...postgresTests], crashes: 100, hostileRuns: 1000 },
  /** Tests that inject faults and take minutes. */
  faults: { include: [...faultTests, crashTest, mailTest], exclude: [], crashes: 200, hostileRuns: 1000 },
  'faults-postgres': { include: [crashTest, killedServerTest, mailTest], exclude: [], crashes: 200, hostileRuns: 1000 },
  /** Tests that need a reverse proxy on the machine. */
  proxy: { include: proxyTests, exclude: [], crashes: 0, hostileRuns: 0 },
} as const satisfies Record<string, object>

function isMode(mode: string): mode is keyof typeof modes {
  return Object.hasOwn(modes, mode)
}

export default defineConfig(({ mode }) => {
  // With this variable any mode runs over PostgreSQL.
  const isOverPostgres = mode.endsWith('postgres') || process.env['TEST_ENGINE'] === 'postgres'
  const needsPostgres = isOverPostgres || mode === 'faults'
  const plainMode = isOverPostgres ? 'postgres' : 'test'
  const { include, exclude, crashes, hostileRuns } = modes[isMode(mode) && mode !== 'test' ? mode : plainMode]
  return {
    test: {
      include: [...include],
      exclude: [...configDefaults.exclude, ...exclude],
      provide: { crashes, hostileRuns, engine: isOverPostgres ? 'postgres' : 'sqlite' },
      globalSetup: ['./test/support/build-server.ts', ...(needsPostgres ? [postgresSetup] : [])],
      // Every server takes its state with it, so files can share the modules that they import.
      isolate: false,
      // Files wait for servers and processes more than they compute, so more of them run than there are cores.
      // In `pnpm test` a run over PostgreSQL is beside one over SQLite.
      maxWorkers: isOverPostgres ? 2 : 3,
      testTimeout: 30_000,
      hookTimeout: 30_000,
    },
  }
})
