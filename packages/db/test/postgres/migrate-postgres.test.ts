import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { migratePostgres } from '../../src/postgres/index.ts'
import { temporaryPostgres } from './temporary-postgres.ts'

const migrations = fileURLToPath(new URL('../../src/postgres/migrations', import.meta.url))

/** Returns the migrations and further ones, in a folder of their own. */
function migrationsWith(added: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(migrations, folder, { recursive: true })
  for (const [name, text] of Object.entries(added)) writeFileSync(join(folder, name), text)
  return folder
}

it('runs each migration once, also when several servers start at once', async () => {
  const { pool, url } = await temporaryPostgres()
  const folder = migrationsWith({
    '9000_count.sql': 'CREATE TABLE counted (n integer); INSERT INTO counted VALUES (1)',
  })
  await Promise.all([1, 2, 3].map(() => migratePostgres(url, folder)))
  await migratePostgres(url, folder)
  expect((await pool.query('SELECT n FROM counted')).rows).toEqual([{ n: 1 }])
})

it('leaves the database as it was when a migration fails', async () => {
  const { pool, url } = await temporaryPostgres()
  const folder = migrationsWith({
    '9000_good.sql': 'CREATE TABLE good (n integer)',
    '9001_bad.sql': 'CREATE TABLE bad (n integer); SELECT 1 / 0',
  })
  await expect(migratePostgres(url, folder)).rejects.toThrow('division by zero')
  expect((await pool.query("SELECT to_regclass('good') AS good, to_regclass('bad') AS bad")).rows).toEqual([
    { good: null, bad: null },
  ])
})
