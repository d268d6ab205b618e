import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readAppSecrets } from './app-secrets.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

it('makes a secret on a laptop, once, that only its user reads', () => {
  const folder = temporaryFolder()
  const settings = { secrets: [], databaseFile: join(folder, 'latchkey.db') }
  const [made] = readAppSecrets(settings)
  expect(made).toMatch(/^[\w-]{43}$/)
  expect(readAppSecrets(settings)).toEqual([made])
  const file = join(folder, 'app-secret')
  expect(readFileSync(file, 'utf8')).toBe(`${made}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('makes none where some are set, and another for each database in memory', () => {
  const secrets = ['a'.repeat(32), 'b'.repeat(32)]
  expect(readAppSecrets({ secrets, databaseFile: '/nowhere/latchkey.db' })).toEqual(secrets)
  const memory = { secrets: [], databaseFile: ':memory:' }
  expect(readAppSecrets(memory)).not.toEqual(readAppSecrets(memory))
})
