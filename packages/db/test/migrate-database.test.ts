import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrateDatabase } from '../src/sqlite/migrate-database.ts'
import { closeDatabase, type SqliteDatabase, openDatabase } from '../src/sqlite/open-database.ts'

const migrations = fileURLToPath(new URL('../src/sqlite/migrations', import.meta.url))

let folder: string
let db: SqliteDatabase

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  db = openDatabase(join(folder, 'test.db'))
  migrateDatabase(db, migrations)
})

afterEach(() => {
  closeDatabase(db)
  rmSync(folder, { recursive: true })
})

const insertUser = (): void => {
  db.$client.exec(
    `INSERT INTO users (number, id, email, name, created_at) VALUES (1, 'u', 'ada@example.com', 'Ada', 0)`,
  )
}

function insertSession(changes: Record<string, string | number | null> = {}): void {
  const row = {
    id: 's',
    user_number: 1,
    profile_id: 1,
    token_hash: 'h',
    remembered: 0,
    created_at: 0,
    last_seen_at: 0,
    idle_expires_at: 1,
    expires_at: 2,
    ...changes,
  }
  const columns = Object.keys(row)
  const values = columns.map((column) => `@${column}`)
  db.$client.prepare(`INSERT INTO sessions (${columns.join()}) VALUES (${values.join()})`).run(row)
}

it('makes a file without users, or anything that signs in', () => {
  const tables = db.$client.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all().map(String)
  const own = tables.filter((name) => !name.startsWith('sqlite_') && !name.startsWith('__'))
  expect(own).toEqual(expect.arrayContaining(['users', 'password_credentials', 'sessions', 'identities', 'grants']))
  const filled = own.filter((name) => db.$client.prepare(`SELECT count(*) FROM ${name}`).pluck().get() !== 0)
  expect(filled).toEqual(['event_retention'])
})

it('keeps what is there when it runs again', () => {
  insertUser()
  migrateDatabase(db, migrations)
  expect(db.$client.prepare('SELECT count(*) FROM users').pluck().get()).toBe(1)
})

it('looks for rows that point nowhere after a migration, and does not read all rows at each start', () => {
  const pragmasOf = (file: string): readonly string[] => {
    const statements: string[] = []
    const opened = openDatabase(join(folder, file), (statement) => statements.push(statement))
    migrateDatabase(opened, migrations)
    closeDatabase(opened)
    return statements.filter((statement) => statement.includes('foreign_key_check'))
  }
  expect(pragmasOf('new.db')).toHaveLength(1)
  expect(pragmasOf('new.db')).toHaveLength(0)
})

it('rebuilds a table without losing what refers to it', () => {
  insertUser()
  insertSession()
  const next = join(folder, 'migrations')
  cpSync(migrations, next, { recursive: true })
  const journal = join(next, 'meta', '_journal.json')
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { idx: number; when: number }[] }
  const last = entries.at(-1)
  const rebuild = { ...last, idx: entries.length, when: (last?.when ?? 0) + 1, tag: 'rebuild' }
  writeFileSync(journal, JSON.stringify({ ...rest, entries: [...entries, rebuild] }))
  const statements = [
    'PRAGMA foreign_keys=OFF;',
    'CREATE TABLE `__new_users` AS SELECT * FROM `users`;',
    'DROP TABLE `users`;',
    'CREATE TABLE `users` (`number` integer PRIMARY KEY NOT NULL, `id` text NOT NULL UNIQUE, `email` text NOT NULL, `name` text NOT NULL, `role` text, `created_at` integer);',
    'INSERT INTO `users` SELECT number, id, email, name, role, created_at FROM `__new_users`;',
    'DROP TABLE `__new_users`;',
    'PRAGMA foreign_keys=ON;',
  ]
  writeFileSync(join(next, 'rebuild.sql'), statements.join('\n--> statement-breakpoint\n'))

  migrateDatabase(db, next)
  expect(db.$client.prepare('SELECT count(*) FROM sessions').pluck().get()).toBe(1)
  expect(db.$client.pragma('foreign_keys', { simple: true })).toBe(1)
})

it('opens a file for durable, checked, concurrent use', () => {
  const pragma = (name: string): unknown => db.$client.pragma(name, { simple: true })
  expect(pragma('journal_mode')).toBe('wal')
  expect(pragma('synchronous')).toBe(2)
  expect(pragma('foreign_keys')).toBe(1)
  expect(pragma('recursive_triggers')).toBe(1)
  expect(pragma('secure_delete')).toBe(1)
  expect(pragma('trusted_schema')).toBe(0)
})

it('holds that an ended session has a reason and no token', () => {
  insertUser()
  expect(() => insertSession({ ended_at: 1, end_reason: 'idle' })).toThrow('sessions_ended_has_no_token')
  expect(() => insertSession({ ended_at: 1, token_hash: null })).toThrow('sessions_ended_has_reason')
  expect(() => insertSession({ token_hash: null })).toThrow('sessions_ended_has_no_token')
  expect(() => insertSession({ idle_expires_at: 3 })).toThrow('sessions_idle_within_absolute')
  expect(() => insertSession({ user_number: 2 })).toThrow('FOREIGN KEY')
  insertSession({ ended_at: 1, token_hash: null, end_reason: 'idle' })
})

it('lets two ended sessions have no token, and no two live ones the same', () => {
  insertUser()
  insertSession({ id: '1', ended_at: 1, token_hash: null, end_reason: 'idle' })
  insertSession({ id: '2', ended_at: 1, token_hash: null, end_reason: 'idle' })
  insertSession({ id: '3' })
  expect(() => insertSession({ id: '4' })).toThrow('UNIQUE')
})

it('refuses get() and iterate() on a statement that writes, since they hide a failed commit', () => {
  insertUser()
  const rename = db.$client.prepare("UPDATE users SET name = 'Eve' RETURNING id")
  expect(() => rename.get()).toThrow('run() or all()')
  expect(() => rename.pluck().get()).toThrow('run() or all()')
  expect(() => rename.raw().iterate()).toThrow('run() or all()')
  expect(db.$client.prepare('SELECT name FROM users').pluck().get()).toBe('Ada')
  expect(rename.pluck(false).raw(false).all()).toEqual([{ id: 'u' }])
})
