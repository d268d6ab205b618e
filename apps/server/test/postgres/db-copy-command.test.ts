import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase, migrateDatabase, openDatabase } from '@latchkey/db/sqlite'
import { createTestDatabase } from '@latchkey/db/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { builtMain } from '../support/built-server.ts'
import { runCopy } from '../support/copy-command.ts'
import { freePort } from '../support/free-port.ts'
import { testSecret } from '../support/test-secret.ts'

/** Each of these tests starts processes, on a machine that may be busy. */
const timeout = 90_000

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Returns a SQLite file with so many users. */
function fileWithUsers(users: number): string {
  const file = join(temporaryFolder(), 'source.db')
  const db = openDatabase(file)
  migrateDatabase(db)
  const insert = db.$client.prepare('INSERT INTO users (id, email, name, created_at) VALUES (?, ?, ?, 0)')
  db.$client.transaction(() => {
    for (let user = 0; user < users; user += 1) insert.run(`u${user}`, `u${user}@example.com`, 'User')
  })()
  closeDatabase(db)
  return file
}

/** Starts the built server where it ends by itself; returns its exit code and what it said. */
async function startServer(databaseUrl: string): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const env = { DATABASE_URL: databaseUrl, APP_SECRETS: testSecret(), PORT: '0' }
  const child = spawn(process.execPath, [builtMain], { stdio: ['ignore', 'ignore', 'pipe'], env })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stderr }))
  })
}

describe('pnpm db:copy', { timeout }, () => {
  it('says in one line what is wrong, with exit code 1', async () => {
    const missing = join(temporaryFolder(), 'missing.db')
    const text = join(temporaryFolder(), 'text.db')
    writeFileSync(text, 'This is a text, and not a database, and long enough to have a header.'.repeat(20))
    const unreachable = `postgres://user:secret@127.0.0.1:${await freePort()}/latchkey`
    const source = `file:${fileWithUsers(1)}`
    const results = await Promise.all(
      [
        [],
        ['--from', source, '--to', 'mysql://host/db'],
        ['--from', `file:${missing}`, '--to', unreachable],
        ['--from', `file:${text}`, '--to', unreachable],
        ['--from', source, '--to', unreachable],
        ['--from', source, '--to', source],
      ].map((args) => runCopy(args)),
    )
    expect(results.map(({ code }) => code)).toEqual(results.map(() => 1))
    expect(results.map(({ stderr }) => stderr)).toEqual([
      expect.stringMatching(/^Usage: pnpm db:copy .*\n$/),
      expect.stringMatching(/^--to must be file: .*\n$/),
      `There is no database at ${missing}. Nothing was copied.\n`,
      expect.stringMatching(/^SQLite: file is not a database .*\n$/),
      expect.stringMatching(/^connect ECONNREFUSED .*\n$/),
      'The source and the target are the same database. Nothing was copied.\n',
    ])
    expect(results.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain('secret')
  })

  it.each(['sqlite', 'postgres'] as const)(
    'is run again after it was killed; no server starts on what it left in %s before',
    async (engine) => {
      const source = `file:${fileWithUsers(20_000)}`
      const { url, drop } = await createTestDatabase(inject('postgres'))
      onTestFinished(drop)
      const target = engine === 'sqlite' ? `file:${join(temporaryFolder(), 'target.db')}` : url
      const args = ['--from', source, '--to', target]
      expect(await runCopy(args, /marked as an unfinished copy/)).toMatchObject({ code: null, signal: 'SIGKILL' })
      expect(await startServer(target)).toEqual({
        code: 1,
        stderr:
          'The database is an unfinished copy: run pnpm db:copy again, or set DATABASE_URL to another database.\n',
      })
      const again = await runCopy(args)
      expect(again).toMatchObject({ code: 0, stderr: '' })
      expect(again.stdout).toContain('users: 20000 rows verified\n')
      expect(again.stdout).not.toContain('APP_SECRETS')
      const twice = await runCopy(args)
      expect(twice).toMatchObject({
        code: 1,
        stderr: 'The target has rows already, in users: name an empty database. Nothing was copied.\n',
      })
    },
  )
})
