import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, createResourceTokens, memoryTokenStore, signInByPassword } from '@latchkey/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ContainerOptions } from '../../src/container.ts'
import { endReasons } from '../support/test-client.ts'
import { approveConsent } from '../support/grants.ts'
import { runExample } from '../support/run-example.ts'
import { freePort } from '../support/free-port.ts'
import { ada, startTestServer, Visitor } from '../support/test-server.ts'

/** Each of these tests starts one program or more. */
const timeout = 60_000

/** Ada with a browser, and a server with a public URL. */
async function startWithBrowser(env: Readonly<Record<string, string>> = {}, options: ContainerOptions = {}) {
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  // The device endpoint states the interval in whole seconds: a device polls after one second.
  const server = await startTestServer({ env: { ...env, PORT: port, PUBLIC_URL: url }, pollInterval: 1000, ...options })
  const browser = server.visitor({ 'User-Agent': 'Mozilla/5.0 (Macintosh) Chrome/140.0' })
  await browser.mutate('auth.signUp', ada)
  return { url, browser }
}

/** Approves the device of the line "Open … and check the code …". */
async function approveDevice(browser: Visitor, line: string): Promise<void> {
  const [, address = '', code = ''] = /^Open (\S+) and check the code ([A-Z]{4}-[A-Z]{4})$/.exec(line) ?? []
  expect(address).toBe(`${new URL(address).origin}/device?code=${code}`)
  const { status } = await approveConsent(browser, { userCode: code })
  expect(status).toBe(200)
}

const othersOf = async (browser: Visitor): Promise<readonly { id: string; name: string }[]> =>
  (await browser.query('sessions.list')).body.result.data.others

describe('the script', { timeout }, () => {
  it('lists the sessions at every Enter, until it is ended from the access screen', async () => {
    const { url, browser } = await startWithBrowser()
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
    const { url, browser } = await startWithBrowser()
    const script = runExample('script', { env: { LATCHKEY_URL: url } })
    await approveDevice(browser, await script.line())
    script.endInput()
    expect(await script.exit).toMatchObject({ code: 0, stderr: '' })
    expect(await endReasons(browser)).toEqual(['signed_out'])
  })

  it('ends with the reason when the user denies it', async () => {
    const { url, browser } = await startWithBrowser()
    const script = runExample('script', { env: { LATCHKEY_URL: url } })
    const code = (await script.line()).slice(-9)
    await browser.mutate('grants.denyDevice', { userCode: code })
    expect(await script.line()).toBe('Refused: ACCESS_DENIED')
    expect(await script.exit).toMatchObject({ code: 1, stderr: '' })
  })
})

describe('the command line', { timeout }, () => {
  async function withCommandLine() {
    const started = await startWithBrowser()
    const home = mkdtempSync(join(tmpdir(), 'latchkey-'))
    onTestFinished(() => rmSync(home, { recursive: true }))
    const run = (...args: readonly string[]) =>
      runExample('cli', { args, env: { LATCHKEY_URL: started.url, XDG_CONFIG_HOME: home } })
    return { ...started, home, run }
  }

  /** Approves the request of the line "Open …". Returns the page of the server that the browser is redirected to. */
  async function approveInBrowser(browser: Visitor, line: string): Promise<string | null> {
    const query = new URL(line.replace(/^Open /, '')).search.slice(1)
    const { body } = await approveConsent(browser, { query })
    return (await fetch(body.result.data.answerTo, { redirect: 'manual' })).headers.get('Location')
  }

  it('signs in by browser, prints the user and the session, and signs out', async () => {
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
    expect(await run('logout').exit).toEqual({ code: 0, stdout: 'Nobody was signed in.\n', stderr: '' })
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

  it('prints its usage', async () => {
    const { run } = await withCommandLine()
    for (const args of [[], ['fly'], ['toString'], ['whoami', 'now']]) {
      const { code, stdout, stderr } = await run(...args).exit
      expect([args, code, stdout, stderr.split(' ', 2)]).toEqual([args, 2, '', ['Usage:', 'latchkey']])
    }
    const misuse = {
      '--loudly': ['whoami', '--loudly'],
      '--device': ['login', '--device=yes'],
      'localhost:3000 is no address: begin with https://': ['whoami', '--url', 'localhost:3000'],
      'http://id.example.com is not where': ['login', '--url', 'http://id.example.com'],
    }
    for (const [problem, args] of Object.entries(misuse)) {
      const { code, stdout, stderr } = await run(...args).exit
      expect([args, code, stdout]).toEqual([args, 2, ''])
      expect(stderr).toContain(problem)
      expect(stderr).toContain('Usage: latchkey')
    }
    for (const args of [['--help'], ['-h'], ['login', '--help']]) {
      const { code, stdout, stderr } = await run(...args).exit
      expect([code, stdout.split(' ', 2), stderr]).toEqual([0, ['Usage:', 'latchkey'], ''])
    }
  })

  it('names the server that does not answer', async () => {
    const { run } = await withCommandLine()
    const url = `http://127.0.0.1:${await freePort()}`
    for (const args of [['whoami'], ['sessions'], ['login', '--no-open'], ['login', '--device']]) {
      const { code, stdout, stderr } = await run(...args, '--url', url).exit
      expect([args, code, stdout]).toEqual([args, 1, ''])
      expect(stderr).toContain(`${url} did not answer.`)
    }
  })

  it('reports a broken token file, and replaces it by signing in or out', async () => {
    const { browser, home, run } = await withCommandLine()
    const file = join(home, 'mine.json')
    writeFileSync(file, '{', { mode: 0o600 })
    const broken = await run('whoami', '--tokens', file).exit
    expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining('(TOKEN_FILE_BROKEN)')])
    const login = run('login', '--no-open', '--tokens', file)
    await approveInBrowser(browser, await login.line())
    expect((await login.exit).code).toBe(0)

    chmodSync(file, 0o644)
    const exposed = await run('whoami', '--tokens', file).exit
    expect([exposed.code, exposed.stderr]).toEqual([1, expect.stringContaining('(TOKEN_FILE_EXPOSED)')])
    expect((await run('logout', '--tokens', file).exit).stdout).toBe('Signed out.\n')
    expect(await endReasons(browser)).toEqual(['signed_out'])
    writeFileSync(file, '{', { mode: 0o600 })
    expect((await run('logout', '--tokens', file).exit).stdout).toContain('Forgotten here, but not ended there')
  })
})

describe('the service', { timeout }, () => {
  const resource = 'http://localhost:4000'
  const registered = { TOKEN_RESOURCES: `${resource},https://another.example` }

  /** Starts the service for a server, and returns a client of it. */
  async function startService(issuer: string): Promise<Visitor> {
    const service = runExample('service', { env: { LATCHKEY_URL: issuer, SERVICE_RESOURCE: resource, PORT: '0' } })
    return new Visitor((await service.line()).replace('Listening on ', ''), {})
  }

  it.each(['EdDSA', 'ES256'])(
    'accepts tokens that are signed with %s, and those of no other server',
    async (algorithm) => {
      const { url } = await startWithBrowser({ ...registered, ACCESS_TOKEN_ALGORITHM: algorithm })
      const other = await startWithBrowser({ ...registered, ACCESS_TOKEN_ALGORITHM: algorithm })
      const tokenStore = memoryTokenStore()
      await signInByPassword({ url, clientId: 'x', tokenStore, email: ada.email, password: ada.password })
      const token = await createResourceTokens({ url, clientId: 'x', tokenStore, resource })()
      const headers = { Authorization: `Bearer ${token}` }
      const statusAt = async (issuer: string): Promise<number> =>
        (await (await startService(issuer)).request('/feed', { headers })).status
      expect(await statusAt(url)).toBe(200)
      expect(await statusAt(other.url)).toBe(401)
    },
  )

  it('does not start for a server with another issuer, or without an address', async () => {
    const { url } = await startWithBrowser()
    const byNumber = url.replace('localhost', '127.0.0.1')
    const start = (address: string) => runExample('service', { env: { LATCHKEY_URL: address, PORT: '0' } }).exit
    expect(await start(byNumber)).toEqual({
      code: 1,
      stdout: '',
      stderr: `The server at ${byNumber} calls itself ${url}: use that as LATCHKEY_URL.\n`,
    })
    expect(await start('localhost:3000')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'localhost:3000 is no address: LATCHKEY_URL begins with https:// or http://\n',
    })
  })

  it('answers 503 while the authorization server does not answer', async () => {
    const { url } = await startWithBrowser()
    const tokenStore = memoryTokenStore()
    await signInByPassword({ url, clientId: 'x', tokenStore, email: ada.email, password: ada.password })
    const headers = { Authorization: `Bearer ${(await tokenStore.read())?.accessToken}` }
    const down = `http://127.0.0.1:${await freePort()}`
    const at = await startService(down)
    for (const [path, method] of [
      ['/feed', 'GET'],
      ['/payments', 'POST'],
    ] as const) {
      const { status, body } = await at.request(path, { method, headers })
      expect([path, status, body]).toEqual([path, 503, { error: 'temporarily_unavailable' }])
    }
    expect((await at.request('/feed')).status).toBe(401)
  })

  it('accepts a token for itself until it expires, and for a payment a minute after it was issued', async () => {
    const { url, browser } = await startWithBrowser(registered)
    const tokenStore = memoryTokenStore()
    const connection = { url, clientId: 'latchkey-cli', tokenStore }
    await signInByPassword({ ...connection, email: ada.email, password: ada.password })
    const accessToken = await createResourceTokens({ ...connection, resource })()

    const at = await startService(url)
    const ask = async (path: string, token: string, method = 'GET'): Promise<readonly unknown[]> => {
      const { status, body } = await at.request(path, { method, headers: { Authorization: `Bearer ${token}` } })
      return [status, body]
    }
    const refused = [401, { error: 'invalid_token' }]
    expect(await ask('/feed', accessToken)).toEqual([200, { for: expect.any(String), by: 'latchkey-cli' }])
    expect(await ask('/payments', accessToken, 'POST')).toEqual([201, { paidBy: expect.any(String) }])
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
      // Of the same server, but for another service, or for the server itself.
      await createResourceTokens({ ...connection, resource: 'https://another.example' })(),
      (await tokenStore.read())?.accessToken ?? '',
    ]) {
      expect([forged, await ask('/feed', forged)]).toEqual([forged, refused])
      expect([forged, await ask('/payments', forged, 'POST')]).toEqual([forged, refused])
    }

    const { current } = await createClient(connection).sessions.list.query()
    await browser.mutate('sessions.end', { id: current.id })
    expect((await ask('/feed', accessToken))[0]).toBe(200)
  })

  it('refuses a token for a payment that was issued two minutes ago', async () => {
    const { url } = await startWithBrowser(registered, { now: () => new Date(Date.now() - 2 * 60_000) })
    const tokenStore = memoryTokenStore()
    const connection = { url, clientId: 'latchkey-cli', tokenStore }
    await signInByPassword({ ...connection, email: ada.email, password: ada.password })
    const headers = { Authorization: `Bearer ${await createResourceTokens({ ...connection, resource })()}` }
    const at = await startService(url)
    expect((await at.request('/feed', { headers })).status).toBe(200)
    expect((await at.request('/payments', { method: 'POST', headers })).status).toBe(401)
  })
})
