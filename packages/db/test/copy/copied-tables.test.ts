import { expect, it } from 'vitest'
import { copiedTables } from '../../src/copy/copied-tables.ts'
import { temporaryPostgres } from '../postgres/temporary-postgres.ts'
import { temporaryDatabase } from '../temporary-database.ts'

/** What SQLite makes by itself when the rows are inserted, and what is empty but in a transaction. */
const ofSqlite = [
  '__drizzle_migrations.id',
  '__drizzle_migrations.hash',
  '__drizzle_migrations.created_at',
  'event_retention.id',
  'event_retention.deletable_before',
  'session_profiles.id',
  'session_profiles.sessions',
  'sessions.profile_id',
  'sessions.user_number',
  'sessions.version',
  'users.number',
]

/** What PostgreSQL makes by itself: the number of a refresh token says the order, in which they are copied. */
const ofPostgres = ['latchkey_migrations.name', 'latchkey_migrations.applied_at', 'refresh_tokens.number']

const copied = copiedTables.flatMap(({ name, columns }) => Object.keys(columns).map((column) => `${name}.${column}`))

/** Columns of sessions that SQLite stores elsewhere. */
const elsewhere: Readonly<Record<string, string>> = {
  'sessions.user_id': 'users.id',
  'sessions.kind': 'session_profiles.kind',
  'sessions.client_id': 'session_profiles.client_id',
  'sessions.name': 'session_profiles.name',
  'sessions.sign_in_method': 'session_profiles.sign_in_method',
  'sessions.browser': 'session_profiles.browser',
  'sessions.os': 'session_profiles.os',
  'sessions.device': 'session_profiles.device',
  'sessions.device_family': 'session_profiles.device_family',
}

it('are all tables and columns of SQLite but those that it makes by itself', () => {
  const { $client } = temporaryDatabase()
  const columns: readonly string[] = $client
    .prepare(
      `SELECT m.name || '.' || c.name FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS c
       WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.hidden = 0`,
    )
    .pluck()
    .all()
    .map(String)
  const expected = new Set([...copied.map((column) => elsewhere[column] ?? column), ...ofSqlite])
  expect(columns.toSorted()).toEqual([...expected].toSorted())
})

it('are all tables and columns of PostgreSQL but those that it makes by itself or forgets', async () => {
  const { pool } = await temporaryPostgres()
  const { rows } = await pool.query<{ column: string }>(
    `SELECT c.table_name || '.' || c.column_name AS column FROM information_schema.columns AS c
     JOIN information_schema.tables AS t USING (table_schema, table_name)
     JOIN pg_class ON pg_class.oid = format('%I.%I', table_schema, table_name)::regclass
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
       AND relpersistence = 'p'`,
  )
  expect(rows.map(({ column }) => column).toSorted()).toEqual([...copied, ...ofPostgres].toSorted())
})

it('are marked as stored in order where a store asks for it, and only there', () => {
  expect(copiedTables.filter(({ order }) => order === 'stored').map(({ name }) => name)).toEqual(['refresh_tokens'])
})
