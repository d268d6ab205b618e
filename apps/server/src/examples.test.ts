import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, memoryTokenStore, signInByPassword } from '@latchkey/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { endReasons } from './testing-client.ts'
import { sayYes } from './testing-grants.ts'
import { runExample } from './testing-example.ts'
import { freePort } from './testing-free-port.ts'
import { ada, startTestServer, Visitor } from './testing.ts'

/** Each of these starts a program or more, and a device asks every five seconds. */
const timeout = 60_000

/** Ada at her browser, and a server that knows its own name. */
async function withPerson() {
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const server = await startTestServer({ env: { PORT: port, PUBLIC_URL: url } })
  const browser = server.visitor({ 'User-Agent': 'Mozilla/5.0 (Macintosh) Chrome/140.0' })
  await browser.mutate('auth.signUp', ada)
  return { url, browser }
}

/** What a person does with "Open … and check the code …". */
async function approveDevice(browser: Visitor, line: string): Promise<void> {
  const [, address = '', code = ''] = /^Open (\S+) and check the code ([A-Z]{4}-[A-Z]{4})$/.exec(line) ?? []
  expect(address).toBe(`${new URL(address).origin}/device?code=${code}`)
  const { status } = await sayYes(browser, { userCode: code })
  expect(status).toBe(200)
}

const othersOf = async (browser: Visitor): Promise<readonly { id: string; name: string }[]> =>
  (await browser.query('sessions.list')).body.result.data.others

describe('the script', { timeout }, () => {
  it('lists the sessions at every Enter, until it is ended from the access screen', async () => {
    const { url, browser } = await withPerson()
    const script = runExample('script', { env: { LATCHKEY_URL: url } })
    await approveDevice(browser, await script.line())
    expect(await script.line()).toBe('Signed in. Press Enter to list the sessions again, q to quit.')
    const list = ['Sessions: 2', '* Latchkey CLI (this one)', '- Chrome on macOS']
    expect([await script.line(), await script.line(), await script.line()]).toEqual(list)
    script.type('')
    expect([await script.line(), await script.line(), await script.line()]).toEqual(list)

    const [{ id } = { id: '' }] = await othersOf(browser)
    await browser.mutate('sessions.end', { id })
    script.type('')
    expect(await script.line()).toBe('Refused: SESSION_ENDED')
    expect(await script.exit).toMatchObject({ code: 1, stderr: '' })
  })

  it('signs out and ends well at the end of its input', async () => {
    const { url, browser } = await withPerson()
    const script = runExample('script', { env: { LATCHKEY_URL: url } })
    await approveDevice(browser, await script.line())
    script.endInput()
    expect(await script.exit).toMatchObject({ code: 0, stderr: '' })
    expect(await endReasons(browser)).toEqual(['signed_out'])
  })

  it('ends with the reason when the person says no', async () => {
    const { url, browser } = await withPerson()
    const script = runExample('script', { env: { LATCHKEY_URL: url } })
    const code = (await script.line()).slice(-9)
    await browser.mutate('grants.denyDevice', { userCode: code })
    expect(await script.line()).toBe('Refused: ACCESS_DENIED')
    expect(await script.exit).toMatchObject({ code: 1, stderr: '' })
  })
})

describe('the command line', { timeout }, () => {
  async function withCommandLine() {
    const person = await withPerson()
    const home = mkdtempSync(join(tmpdir(), 'latchkey-'))
    onTestFinished(() => rmSync(home, { recursive: true }))
    const run = (...args: readonly string[]) =>
      runExample('cli', { args, env: { LATCHKEY_URL: person.url, XDG_CONFIG_HOME: home } })
    return { ...person, home, run }
  }

  /** What a person does with "Open …", to the end: the browser is sent on to a page of the server. */
  async function approveInBrowser(browser: Visitor, line: string): Promise<string | null> {
    const query = new URL(line.replace(/^Open /, '')).search.slice(1)
    const { body } = await sayYes(browser, { query })
    return (await fetch(body.result.data.answerTo, { redirect: 'manual' })).headers.get('Location')
  }

  it('signs in by browser, says who and where, and signs out', async () => {
    const { url, browser, home, run } = await withCommandLine()
    const login = run('login', '--no-open')
    expect(await approveInBrowser(browser, await login.line())).toBe(`${url}/oauth/done?client=latchkey-cli`)
    expect(await login.line()).toBe('Signed in as ada@example.com')
    expect((await login.exit).code).toBe(0)

    const folder = join(home, 'latchkey-cli')
    const file = `${encodeURIComponent(new URL(url).host)}.json`
    expect(readdirSync(folder)).toEqual([file])
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)

    expect(await run('whoami').exit).toEqual({
      code: 0,
      stdout: 'Ada <ada@example.com>, in the session Latchkey CLI\n',
      stderr: '',
    })
    const { stdout } = await run('sessions').exit
    expect(stdout.split('\n').map((line) => line.split('\t').slice(0, 2))).toEqual([
      ['*', 'Latchkey CLI'],
      [' ', 'Chrome on macOS'],
      [''],
    ])
    expect((await run('logout').exit).stdout).toBe('Signed out.\n')
    expect(readdirSync(folder)).toEqual([])
    expect(await endReasons(browser)).toEqual(['signed_out'])
    expect(await run('sessions').exit).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nobody is signed in (NOT_SIGNED_IN). Sign in: latchkey login\n',
    })
  })

  it('signs in by a code where there is no browser, and says when its session was ended', async () => {
    const { browser, run } = await withCommandLine()
    const login = run('login', '--device')
    await approveDevice(browser, await login.line())
    expect((await login.exit).code).toBe(0)
    const [{ id } = { id: '' }] = await othersOf(browser)
    await browser.mutate('sessions.end', { id })
    const { code, stderr } = await run('whoami').exit
    expect([code, stderr]).toEqual([1, 'This session has ended (SESSION_ENDED). Sign in again: latchkey login\n'])
    expect((await run('whoami').exit).stderr).toBe('Nobody is signed in. Sign in: latchkey login\n')
  })

  it('says how it is used', async () => {
    const { run } = await withCommandLine()
    for (const args of [[], ['fly'], ['toString'], ['whoami', 'now']]) {
      const { code, stdout, stderr } = await run(...args).exit
      expect([args, code, stdout, stderr.split(' ', 2)]).toEqual([args, 2, '', ['Usage:', 'latchkey']])
    }
    const unknown = await run('whoami', '--loudly').exit
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('--loudly')])
  })
})

describe('the service', { timeout }, () => {
  it('takes no token of another server, and says nothing about one when it can’t have the keys', async () => {
    const { url } = await withPerson()
    const tokenStore = memoryTokenStore()
    await signInByPassword({ url, clientId: 'x', tokenStore, email: ada.email, password: ada.password })
    const headers = { Authorization: `Bearer ${(await tokenStore.read())?.accessToken}` }
    const statusAt = async (issuer: string): Promise<number> => {
      const service = runExample('service', { env: { LATCHKEY_URL: issuer, PORT: '0' } })
      const at = new Visitor((await service.line()).replace('Listening on ', ''), {})
      return (await at.request('/feed', { headers })).status
    }
    expect(await statusAt(url)).toBe(200)
    // The same keys under another name.
    expect(await statusAt(url.replace('localhost', '127.0.0.1'))).toBe(401)
    expect(await statusAt(`http://127.0.0.1:${await freePort()}`)).toBe(500)
  })

  it('believes a token until it expires when it looks at it alone, and not a moment longer when it asks', async () => {
    const { url, browser } = await withPerson()
    const tokenStore = memoryTokenStore()
    const connection = { url, clientId: 'latchkey-cli', tokenStore }
    await signInByPassword({ ...connection, email: ada.email, password: ada.password })
    const { accessToken = '' } = (await tokenStore.read()) ?? {}

    const service = runExample('service', { env: { LATCHKEY_URL: url, PORT: '0' } })
    const at = new Visitor((await service.line()).replace('Listening on ', ''), {})
    const ask = async (path: string, token: string, method = 'GET'): Promise<readonly unknown[]> => {
      const { status, body } = await at.request(path, { method, headers: { Authorization: `Bearer ${token}` } })
      return [status, body]
    }
    const refused = [401, { error: 'invalid_token' }]
    expect(await ask('/feed', accessToken)).toEqual([200, { for: expect.any(String), by: 'latchkey-cli' }])
    expect(await ask('/payments', accessToken, 'POST')).toEqual([201, { paidBy: ada.email }])
    expect((await at.request('/feed')).headers.get('WWW-Authenticate')).toBe('Bearer error="invalid_token"')

    const [head = '', claims = '', signature = ''] = accessToken.split('.')
    const changed = (part: string, change: object): string =>
      Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(part, 'base64url').toString()), ...change })).toString(
        'base64url',
      )
    for (const forged of [
      'x',
      `${accessToken}x`,
      `${head}.${changed(claims, { sub: 'bob' })}.${signature}`,
      `${changed(head, { alg: 'none' })}.${claims}.`,
      `${changed(head, { typ: 'JWT' })}.${claims}.${signature}`,
    ]) {
      expect([forged, await ask('/feed', forged)]).toEqual([forged, refused])
      expect([forged, await ask('/payments', forged, 'POST')]).toEqual([forged, refused])
    }

    const { current } = await createClient(connection).sessions.list.query()
    await browser.mutate('sessions.end', { id: current.id })
    expect((await ask('/feed', accessToken))[0]).toBe(200)
    expect(await ask('/payments', accessToken, 'POST')).toEqual(refused)
  })
})
