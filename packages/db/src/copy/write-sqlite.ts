import type { SqliteDatabase } from '../sqlite/open-database.ts'
import type { ColumnKind, CopiedTable, Row, Value } from './copied-tables.ts'

type StoredValue = string | number | Buffer | null

/** Returns a function that inserts a row of a table. */
export function createSqliteWriter(db: SqliteDatabase, table: CopiedTable): (row: Row) => void {
  const insert = table.name === 'sessions' ? sessionInserter(db, table) : plainInserter(db, table)
  const kinds: readonly ColumnKind[] = Object.values(table.columns)
  return (row) => insert(row.map((value, index) => storedOf(value, kinds[index] === 'tokenHash')))
}

function storedOf(value: Value, isTokenHash: boolean): StoredValue {
  return isTokenHash && typeof value === 'string' ? Buffer.from(value, 'base64url') : value
}

function plainInserter({ $client }: SqliteDatabase, { name, columns }: CopiedTable) {
  const names = Object.keys(columns)
  const text = `INSERT INTO ${name} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  const insert = $client.prepare(text)
  return (values: readonly StoredValue[]): void => void insert.run(...values)
}

/** The columns of a session that are in `session_profiles`. */
const profileColumns = [
  'kind',
  'client_id',
  'name',
  'sign_in_method',
  'browser',
  'os',
  'device',
  'device_family',
] as const

/** A session refers to its user by number and to its profile, which is stored once for all that have the same. */
function sessionInserter({ $client }: SqliteDatabase, { columns }: CopiedTable) {
  const names = Object.keys(columns)
  const profile: ReadonlySet<string> = new Set(profileColumns)
  const own = names.filter((name) => name !== 'user_id' && !profile.has(name))
  const findProfile = $client.prepare(`
    SELECT id FROM session_profiles WHERE device_family = @device_family AND name = @name AND kind = @kind
      AND sign_in_method = @sign_in_method AND device = @device AND client_id IS @client_id AND browser IS @browser
      AND os IS @os`)
  const profileText = `INSERT INTO session_profiles (${profileColumns.join(', ')}) VALUES (@${profileColumns.join(', @')})`
  const insertProfile = $client.prepare(profileText)
  const sessionText = `
    INSERT INTO sessions (${own.join(', ')}, user_number, profile_id)
    VALUES (@${own.join(', @')}, (SELECT number FROM users WHERE id = @user_id), @profile_id)`
  const insertSession = $client.prepare(sessionText)
  return (values: readonly StoredValue[]): void => {
    const session = Object.fromEntries(names.map((name, index) => [name, values[index]]))
    const found = findProfile.pluck().get(session)
    insertSession.run({ ...session, profile_id: found ?? insertProfile.run(session).lastInsertRowid })
  }
}
