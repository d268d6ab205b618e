import { prepareTestPostgres, type TestPostgres } from './postgres-databases.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this run. */
    readonly postgres: TestPostgres
  }
}

interface Project {
  readonly provide: (key: 'postgres', value: TestPostgres) => void
}

let stopServer: (() => Promise<void>) | null = null

/** Prepares one PostgreSQL for all test files of a run of vitest. */
export async function setup({ provide }: Project): Promise<void> {
  // oxlint-disable-next-line node/no-process-env -- a variable of the tests alone
  const { url, template, stop } = await prepareTestPostgres(process.env['TEST_DATABASE_URL'])
  stopServer = stop
  provide('postgres', { url, template })
}

export async function teardown(): Promise<void> {
  await stopServer?.()
}
