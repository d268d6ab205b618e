import { expect, it } from 'vitest'
import { copyDatabase, type CopyProgress } from '../../src/copy/index.ts'
import { type CopyDatabase, emptyDatabase, type Engine, isMarked, noSqliteFile } from './databases.ts'
import { fillStores, keptRefreshTokens, readStores, refreshTokens } from './fill-stores.ts'

const directions: readonly (readonly [Engine, Engine])[] = [
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
  ['sqlite', 'sqlite'],
  ['postgres', 'postgres'],
]

async function filled(engine: Engine): Promise<CopyDatabase> {
  const database = await emptyDatabase(engine)
  await fillStores(await database.stores())
  return database
}

it.each(directions)('a copy from %s to %s holds what the stores had stored', async (from, to) => {
  const source = await filled(from)
  const target = await emptyDatabase(to)
  const progress: CopyProgress[] = []
  await copyDatabase({
    from: source.address,
    to: target.address,
    batchSize: 7,
    onProgress: (step) => void progress.push(step),
  })
  expect(await readStores(await target.stores())).toEqual(await readStores(await source.stores()))
  expect(await isMarked(target)).toBe(false)
  const verified = progress.flatMap((step) => (step.stage === 'verified' ? [[step.table, step.rows]] : []))
  expect(Object.fromEntries(verified)).toMatchObject({ users: 2, sessions: 29, events: 25, refresh_tokens: 7 })
  // Every table has a row, or the test would not see that one is left out.
  expect(verified.filter(([, rows]) => rows === 0)).toEqual([])
  expect(verified).toHaveLength(19)
})

it.each(directions)('a copy from %s to %s forgets the refresh tokens that were used first', async (from, to) => {
  const source = await filled(from)
  const target = await emptyDatabase(to)
  await copyDatabase({ from: source.address, to: target.address, batchSize: 2 })
  expect(await keptRefreshTokens(await target.stores())).toEqual(refreshTokens.slice(-3))
})

/** The rows of sessions in one text each, and the tables that SQLite keeps beside them. */
const rowsOfSqlite = [
  'SELECT * FROM session_records ORDER BY id',
  'SELECT * FROM session_profiles ORDER BY device_family, name, kind',
  'SELECT hash FROM refresh_tokens ORDER BY rowid',
  'SELECT * FROM events ORDER BY id',
  'SELECT * FROM grants ORDER BY hash',
  'SELECT * FROM challenges ORDER BY id',
  'SELECT * FROM outbox ORDER BY id',
  'SELECT * FROM undeliverable_addresses ORDER BY email',
  'SELECT * FROM signing_keys ORDER BY id',
  'SELECT * FROM totp_credentials ORDER BY user_id',
  'SELECT * FROM recovery_codes ORDER BY id',
  'SELECT * FROM trusted_devices ORDER BY id',
  'SELECT * FROM sign_in_attempts ORDER BY id',
  'SELECT * FROM passkeys ORDER BY id',
  'SELECT * FROM passkey_challenges ORDER BY hash',
]

it('a copy to PostgreSQL and back is the same SQLite file but for its own numbers', async () => {
  const source = await filled('sqlite')
  const between = await emptyDatabase('postgres')
  const back = noSqliteFile()
  await copyDatabase({ from: source.address, to: between.address })
  await copyDatabase({ from: between.address, to: back.address })
  for (const statement of rowsOfSqlite) {
    expect(withoutNumbers(await back.run(statement))).toEqual(withoutNumbers(await source.run(statement)))
  }
})

const numbers = new Set(['user_number', 'version'])

function withoutNumbers(rows: readonly object[]): readonly object[] {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([name]) => !numbers.has(name) && !(name === 'id' && 'sessions' in row))
        .map(([name, value]) => [name, jsonOf(name, value)]),
    ),
  )
}

const jsonColumns = new Set(['details', 'public_jwk', 'pending', 'content', 'transports'])

function jsonOf(name: string, value: unknown): unknown {
  return jsonColumns.has(name) && typeof value === 'string' ? JSON.parse(value) : value
}

it('copies no row of an empty database', async () => {
  const source = await emptyDatabase('sqlite')
  const target = noSqliteFile()
  await copyDatabase({ from: source.address, to: target.address })
  expect(await target.run('SELECT * FROM users')).toEqual([])
  expect(await isMarked(target)).toBe(false)
})
