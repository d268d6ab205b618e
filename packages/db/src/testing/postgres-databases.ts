import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migratePostgres } from '../postgres/migrate-postgres.ts'
import { startPostgres } from './start-postgres.ts'

/** A PostgreSQL for tests with a database that has all tables, of which each test gets a copy. */
export interface TestPostgres {
  readonly url: string
  readonly template: string
}

/** A database with all tables. */
export interface TestDatabaseOfPostgres {
  readonly url: string
  /** Deletes it, also while something is connected to it. */
  readonly drop: () => Promise<void>
}

/**
 * Prepares the PostgreSQL at an address, whose user may make databases, or one that it starts where there is no address.
 * `stop` leaves nothing behind.
 */
export async function prepareTestPostgres(
  given: string | undefined,
): Promise<TestPostgres & { readonly stop: () => Promise<void> }> {
  const started = given === undefined || given === '' ? await startPostgres() : null
  const url = started?.url ?? given ?? ''
  const template = nameOf('latchkey_template')
  await asOwner(url, `CREATE DATABASE ${template}`)
  await migratePostgres(addressOf(url, template))
  const stop = started?.stop ?? (() => dropAll(url, template))
  return { url, template, stop }
}

/** Makes a database with all tables, empty. */
export function createTestDatabase(postgres: TestPostgres): Promise<TestDatabaseOfPostgres> {
  return createFrom(postgres, `${postgres.template} STRATEGY file_copy`)
}

/** Makes a database without tables. */
export function createEmptyDatabase(postgres: TestPostgres): Promise<TestDatabaseOfPostgres> {
  return createFrom(postgres, 'template0')
}

/**
 * Makes a database with all tables whose texts are ordered by the rules of a language, and not byte by byte: `a` before `B`,
 * and `-` hardly at all.
 */
export async function createLocalizedDatabase(postgres: TestPostgres): Promise<TestDatabaseOfPostgres> {
  const database = await createFrom(postgres, "template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'")
  await migratePostgres(database.url)
  return database
}

async function createFrom({ url, template }: TestPostgres, source: string): Promise<TestDatabaseOfPostgres> {
  const name = nameOf(`${template}_test`)
  await asOwner(url, `CREATE DATABASE ${name} TEMPLATE ${source}`)
  return { url: addressOf(url, name), drop: () => asOwner(url, `DROP DATABASE ${name} WITH (FORCE)`) }
}

/** Deletes a template and every database that was made from it. */
async function dropAll(url: string, template: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [template],
    )
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
  })
}

async function asOwner(url: string, statement: string): Promise<void> {
  await withClient(url, (client) => client.query(statement))
}

/** Connects for a piece of work. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function nameOf(kind: string): string {
  return `${kind}_${randomBytes(8).toString('hex')}`
}

function addressOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}
