import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { ada, type Answer, startTestServer } from '../support/test-server.ts'

const command = fileURLToPath(new URL('../../src/commands/passwords-filter.ts', import.meta.url))
const breached = 'Breached Once 2019'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  return () => rmSync(folder, { recursive: true })
})

function runCommand(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', env: {} })
}

function makeFilter(lines: string): string {
  const [list, out] = [join(folder, 'list.txt'), join(folder, 'breached.filter')]
  writeFileSync(list, lines)
  expect(runCommand(list, out)).toMatchObject({ status: 0, stderr: '' })
  return out
}

const reasonOf = ({ body }: Answer): string => body?.error?.data?.reason ?? 'no refusal'

describe('a password of a breach', { timeout: 60_000 }, () => {
  it('is refused by sign-up and change, and still signs in a user who has it', async () => {
    const first = await startTestServer()
    await first.visitor().mutate('auth.signUp', { ...ada, password: breached })
    const file = makeFilter(`another one\r\n${breached}\r\n`)
    const server = await startTestServer({ env: { BREACHED_PASSWORDS_FILE: file, ...first.databaseEnv } })
    const visitor = server.visitor()
    expect(reasonOf(await visitor.mutate('auth.signIn', { email: ada.email, password: breached }))).toBe('no refusal')
    const change = { currentPassword: breached }
    expect(reasonOf(await visitor.mutate('passwords.change', { ...change, newPassword: breached }))).toBe(
      'PASSWORD_UNCHANGED',
    )
    expect(reasonOf(await visitor.mutate('passwords.change', { ...change, newPassword: 'another one' }))).toBe(
      'PASSWORD_TOO_COMMON',
    )
    const bob = { ...ada, email: 'bob@example.com' }
    expect(reasonOf(await server.visitor().mutate('auth.signUp', { ...bob, password: breached }))).toBe(
      'PASSWORD_TOO_COMMON',
    )
    expect(reasonOf(await server.visitor().mutate('auth.signUp', bob))).toBe('no refusal')
  })

  it('is not asked for at an address that is down: the password is taken, and the log says so', async () => {
    const server = await startTestServer({ env: { BREACHED_PASSWORDS_URL: 'http://127.0.0.1:1/range' } })
    expect(reasonOf(await server.visitor().mutate('auth.signUp', ada))).toBe('no refusal')
    expect(server.log.join('')).toContain('"msg":"breached passwords were not asked for"')
  })
})

describe('the configuration', () => {
  it.each([
    ['is not there', null, 'it can’t be read'],
    ['is a list of passwords', 'password\nletmein\n'.repeat(10), 'it is no filter of passwords'],
    ['is empty', '', 'it is no filter of passwords'],
  ])('refuses to start when the file %s', async (_, content, why) => {
    const file = join(folder, 'some.filter')
    if (content !== null) writeFileSync(file, content)
    await expect(startTestServer({ env: { BREACHED_PASSWORDS_FILE: file } })).rejects.toThrow(
      `BREACHED_PASSWORDS_FILE: ${file}: ${why}: make it with pnpm passwords:filter <list> <out>, or leave it out.`,
    )
  })

  it('takes an https address, and no other but on this machine', () => {
    const urlOf = (url: string): string | null => readConfig({ BREACHED_PASSWORDS_URL: url }, '/').password.breachedUrl
    expect(urlOf('https://api.pwnedpasswords.com/range')).toBe('https://api.pwnedpasswords.com/range')
    expect(urlOf('')).toBeNull()
    for (const url of ['http://api.example.com/range', 'https://user:secret@example.com', 'https://example.com/?a=1']) {
      expect(() => urlOf(url)).toThrow('BREACHED_PASSWORDS_URL must be an https address')
    }
  })
})

describe('pnpm passwords:filter', { timeout: 60_000 }, () => {
  it('says what it needs, and makes no file of nothing', () => {
    expect(runCommand()).toMatchObject({ status: 1, stderr: expect.stringMatching(/^Usage: pnpm passwords:filter /) })
    const empty = join(folder, 'empty.txt')
    writeFileSync(empty, '\n')
    expect(runCommand(empty, join(folder, 'out'))).toMatchObject({ status: 1, stderr: `${empty} has no passwords.\n` })
    expect(runCommand(join(folder, 'none'), join(folder, 'out'))).toMatchObject({ status: 1, stdout: '' })
  })
})
