import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readAppSecrets } from '../../src/config/read-app-secrets.ts'
import { ConfigError } from '../../src/config/config-error.ts'

function laptop() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return { folder, settings: { secrets: [], databaseFile: join(folder, 'latchkey.db') } }
}

it('makes a secret on a laptop, once, that only its user reads', () => {
  const { folder, settings } = laptop()
  const [made] = readAppSecrets(settings)
  expect(made).toMatch(/^[\w-]{43}$/)
  expect(readAppSecrets(settings)).toEqual([made])
  const file = join(folder, 'app-secret')
  expect(readFileSync(file, 'utf8')).toBe(`${made}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['app-secret'])
})

it('takes the one that another process made in the meantime', () => {
  const { folder, settings } = laptop()
  const theirs = 'b'.repeat(43)
  const [found] = readAppSecrets(settings, () => {
    writeFileSync(join(folder, 'app-secret'), theirs)
    return Buffer.alloc(32)
  })
  expect(found).toBe(theirs)
  expect(readdirSync(folder)).toEqual(['app-secret'])
})

it.each(['', '\n', 'short'])('refuses a stored secret that can be guessed: %j', (text) => {
  const { folder, settings } = laptop()
  writeFileSync(join(folder, 'app-secret'), text)
  expect(() => readAppSecrets(settings)).toThrow(ConfigError)
})

it('makes none where some are set, and another for each database in memory', () => {
  const secrets = ['a'.repeat(32), 'b'.repeat(32)]
  expect(readAppSecrets({ secrets, databaseFile: '/nowhere/latchkey.db' })).toEqual(secrets)
  const memory = { secrets: [], databaseFile: ':memory:' }
  expect(readAppSecrets(memory)).not.toEqual(readAppSecrets(memory))
})
