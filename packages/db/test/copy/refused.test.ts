import { StoreUnavailableError } from '@latchkey/auth'
import { start } from '@latchkey/auth/testing'
import { describe, expect, it } from 'vitest'
import { copiedTables } from '../../src/copy/copied-tables.ts'
import { copyDatabase, CopyError, type CopyOptions } from '../../src/copy/index.ts'
import { type CopyDatabase, emptyDatabase, type Engine, isMarked, noSqliteFile } from './databases.ts'
import { ada, browserId, fillStores } from './fill-stores.ts'

const engines: readonly Engine[] = ['sqlite', 'postgres']
const other = (engine: Engine): Engine => (engine === 'sqlite' ? 'postgres' : 'sqlite')

async function filled(engine: Engine): Promise<CopyDatabase> {
  const database = await emptyDatabase(engine)
  await fillStores(await database.stores())
  return database
}

function copy(source: CopyDatabase, target: CopyDatabase, options: Partial<CopyOptions> = {}): Promise<void> {
  return copyDatabase({ from: source.address, to: target.address, batchSize: 7, ...options })
}

const aRow: Readonly<Record<Engine, string>> = {
  sqlite: "INSERT INTO rate_limits VALUES ('k', 1, 0)",
  postgres: "INSERT INTO rate_limits VALUES ('k', 1, now())",
}
const migrations: Readonly<Record<Engine, string>> = {
  sqlite: '__drizzle_migrations',
  postgres: 'latchkey_migrations',
}

describe.each(engines)('a target in %s', (engine) => {
  it('with a row is refused and left as it was', async () => {
    const target = await emptyDatabase(engine)
    await target.run(`${aRow[engine]};;DELETE FROM ${migrations[engine]}`)
    await expect(copy(await filled(other(engine)), target)).rejects.toThrow('has rows already, in rate_limits')
    expect(await target.run('SELECT key FROM rate_limits')).toEqual([{ key: 'k' }])
    expect(await target.run('SELECT id FROM users')).toEqual([])
    expect(await target.run(`SELECT 1 FROM ${migrations[engine]}`)).toEqual([])
    expect(await isMarked(target)).toBe(false)
  })

  it('that is complete is not copied to again', async () => {
    const target = await emptyDatabase(engine)
    const source = await filled(other(engine))
    await copy(source, target)
    await expect(copy(source, target)).rejects.toThrow('has rows already, in users')
    expect(await isMarked(target)).toBe(false)
  })

  it('that changes a value is found by comparing, and stays marked and empty', async () => {
    const target = await emptyDatabase(engine)
    await target.run(changes[engine])
    await expect(copy(await filled(other(engine)), target)).rejects.toThrow(
      new CopyError('users user-ada: the target has another name.'),
    )
    expect(await target.run('SELECT id FROM users')).toEqual([])
    expect(await isMarked(target)).toBe(true)
  })

  it('that drops a row, or adds one, is found by comparing', async () => {
    const dropping = await emptyDatabase(engine)
    await dropping.run(drops[engine])
    await expect(copy(await filled(other(engine)), dropping)).rejects.toThrow(
      /^rate_limits limit: the target does not have/,
    )
    const adding = await emptyDatabase(engine)
    await adding.run(adds[engine])
    await expect(copy(await filled(other(engine)), adding)).rejects.toThrow(/^rate_limits more: only the target has/)
  })

  it('that another program changes is refused once that takes too long', async () => {
    const target = await emptyDatabase(engine)
    const source = await filled(other(engine))
    const another = await emptyDatabase(engine)
    const onProgress = async (): Promise<void> => {
      await expect(copy(another, target, { lockTimeout: 200 })).rejects.toThrow('changing or copying the target')
    }
    let calls = 0
    await copy(source, target, {
      onProgress: ({ stage }) => (stage === 'copied' && (calls += 1) === 1 ? onProgress() : undefined),
    })
    expect(calls).toBe(copiedTables.length)
  })
})

const changes: Readonly<Record<Engine, string>> = {
  sqlite: `CREATE TRIGGER changes AFTER INSERT ON grants BEGIN UPDATE users SET name = 'x' WHERE id = 'user-ada'; END`,
  postgres: `CREATE FUNCTION changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN UPDATE users SET name = 'x' WHERE id = 'user-ada'; RETURN NEW; END $$;;
    CREATE TRIGGER changes AFTER INSERT ON grants FOR EACH ROW EXECUTE FUNCTION changes()`,
}
const drops: Readonly<Record<Engine, string>> = {
  sqlite: `CREATE TRIGGER drops AFTER INSERT ON rate_limits BEGIN DELETE FROM rate_limits; END`,
  postgres: `CREATE FUNCTION drops() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;;
    CREATE TRIGGER drops BEFORE INSERT ON rate_limits FOR EACH ROW EXECUTE FUNCTION drops()`,
}
const adds: Readonly<Record<Engine, string>> = {
  sqlite: `CREATE TRIGGER adds AFTER INSERT ON grants BEGIN INSERT OR IGNORE INTO rate_limits VALUES ('more', 1, 0); END`,
  postgres: `CREATE FUNCTION adds() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO rate_limits VALUES ('more', 1, 'epoch') ON CONFLICT DO NOTHING; RETURN NEW; END $$;;
    CREATE TRIGGER adds AFTER INSERT ON grants FOR EACH ROW EXECUTE FUNCTION adds()`,
}

describe.each(engines)('a source in %s', (engine) => {
  it('can be read and not changed meanwhile, and changed afterwards', async () => {
    const source = await filled(engine)
    const stores = await source.stores()
    const rename = () => stores.sessions.rename({ id: browserId, userId: ada.id }, 'Renamed', start, () => [])
    let tried = 0
    await copy(source, await emptyDatabase(other(engine)), {
      onProgress: async ({ stage }) => {
        if (stage !== 'marked') return
        tried += 1
        await expect(rename()).rejects.toThrow(StoreUnavailableError)
        expect(await stores.sessions.listLive(ada.id, start)).toHaveLength(4)
      },
    })
    expect(tried).toBe(1)
    expect(await rename()).toMatchObject({ givenName: 'Renamed' })
  })

  it('of an earlier version, of a newer one, and of another program is refused, and no target is made', async () => {
    const target = noSqliteFile()
    const source = await filled(engine)
    const column = engine === 'sqlite' ? 'created_at' : 'name'
    const table = migrations[engine]
    const [newest] = await source.run(`SELECT max(${column}) AS newest FROM ${table}`)
    const name = Object.values(newest ?? {})[0]
    await source.run(
      `INSERT INTO ${table} (${engine === 'sqlite' ? "hash, created_at) VALUES ('h', 9e15" : "name) VALUES ('9999_x.sql'"})`,
    )
    await expect(copy(source, target)).rejects.toThrow('A newer version has used the source')
    await source.run(`DELETE FROM ${table} WHERE ${column} >= '${String(name)}'`)
    if (engine === 'sqlite') {
      await expect(copy(source, target)).rejects.toThrow('start this version’s server on it once')
    }
    await source.run(`DELETE FROM ${table}`)
    await expect(copy(source, target)).rejects.toThrow('is no database of Latchkey')
    expect(await target.run('SELECT 1')).toEqual([])
  })

  it('that is an unfinished copy itself is refused', async () => {
    const source = await emptyDatabase(engine)
    await source.run('CREATE TABLE latchkey_unfinished_copy (id integer)')
    await expect(copy(source, noSqliteFile())).rejects.toThrow('an unfinished copy itself')
  })

  it('is not copied to itself', async () => {
    const source = await emptyDatabase(engine)
    await expect(copy(source, source)).rejects.toThrow('are the same database')
  })
})

it('refuses a file that is not there, and makes none', async () => {
  const missing = noSqliteFile()
  await expect(copy(missing, await emptyDatabase('postgres'))).rejects.toThrow('There is no database at')
  expect(await missing.run('SELECT 1')).toEqual([])
})

it('refuses a moment that SQLite would cut, and names its row', async () => {
  const source = await filled('postgres')
  await source.run(`UPDATE users SET created_at = created_at + interval '1 microsecond' WHERE id = 'user-bob'`)
  const target = noSqliteFile()
  await expect(copy(source, target)).rejects.toThrow(
    'users user-bob: created_at is not a moment that both engines store.',
  )
  expect(await isMarked(target)).toBe(true)
})

it('names the rows of which the target does not take one', async () => {
  const source = await filled('sqlite')
  await source.run(`UPDATE users SET role = 'owner' WHERE id = 'user-bob'`)
  await expect(copy(source, await emptyDatabase('postgres'))).rejects.toThrow(
    /^users user-ada to user-bob: the target does not take one of them: .*users_role_check/,
  )
})
