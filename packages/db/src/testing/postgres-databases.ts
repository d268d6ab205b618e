import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migratePostgres } from '../postgres/migrate-postgres.ts'
import { startPostgres } from './start-postgres.ts'

/** A PostgreSQL for tests with a database that has all tables, of which each test gets a copy. */
export interface TestPostgres {
  readonly url: string
  readonly template: string
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
  const stop = started?.stop ?? (() => asOwner(url, `DROP DATABASE ${template} WITH (FORCE)`))
  return { url, template, stop }
}

/** Makes a database with all tables; returns its address, and what deletes it, also while something is connected to it. */
export async function createTestDatabase({
  url,
  template,
}: TestPostgres): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = nameOf('latchkey_test')
  await asOwner(url, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
  return { url: addressOf(url, name), drop: () => asOwner(url, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
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
