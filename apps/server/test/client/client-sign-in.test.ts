import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  beginBrowserSignIn,
  type ConnectionOptions,
  createClient,
  type DeviceCode,
  finishBrowserSignIn,
  memoryTokenStore,
  reasonOf,
  signInByDevice,
  signOut,
} from '@latchkey/client'
import { fileTokenStore, signInByBrowser } from '@latchkey/client/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Clock, endReasons, minute, second } from '../support/test-client.ts'
import { approveConsent } from '../support/grants.ts'
import { startCuttingProxy } from '../support/cutting-proxy.ts'
import { freePort } from '../support/free-port.ts'
import { ada, startTestServer, type Visitor } from '../support/test-server.ts'

const clientId = 'latchkey-cli'

/** Ada with a browser, and a server with a public URL. */
async function startWithBrowser(env: Readonly<Record<string, string>> = {}) {
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const clock = new Clock()
  const server = await startTestServer({ env: { ...env, PORT: port, PUBLIC_URL: url }, now: clock.now })
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const tokenStore = memoryTokenStore()
  const pauses: number[] = []
  const options: ConnectionOptions = {
    url,
    clientId,
    tokenStore,
    now: clock.now,
    wait: async (pause) => {
      pauses.push(pause)
      clock.forward(pause)
    },
  }
  return { server, url, clock, browser, options, pauses, proxy: await startCuttingProxy(server.url) }
}

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: unknown) => reasonOf(error) ?? error,
  )

/** The address that the browser is redirected to when its user approves. */
async function approve(browser: Visitor, opened: string): Promise<URL> {
  const { body } = await approveConsent(browser, { query: new URL(opened).search.slice(1) })
  return new URL(body.result.data.answerTo)
}

async function denied(browser: Visitor, opened: string): Promise<URL> {
  const input = encodeURIComponent(JSON.stringify({ query: new URL(opened).search.slice(1) }))
  return new URL((await browser.query(`grants.codeRequest?input=${input}`)).body.result.data.deniedTo)
}

interface Answered {
  readonly status: number
  readonly location: string | null
}

const visit = async (url: string | URL): Promise<Answered> => {
  const { status, headers } = await fetch(url, { redirect: 'manual' })
  return { status, location: headers.get('Location') }
}

describe('signing in by device', () => {
  it('shows a code, waits for the interval, and has a session once the user approves', async () => {
    const { options, browser, url, clock, pauses } = await startWithBrowser()
    const shown = Promise.withResolvers<DeviceCode>()
    const asked: DeviceCode[] = []
    const wait: ConnectionOptions['wait'] = async (pause) => {
      pauses.push(pause)
      clock.forward(pause)
      if (pauses.length < 3) return
      await approveConsent(browser, { userCode: (await shown.promise).userCode })
    }
    await signInByDevice({
      ...options,
      wait,
      onCode: (code) => {
        asked.push(code)
        shown.resolve(code)
      },
    })
    expect(asked).toEqual([
      {
        userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
        verificationUri: `${url}/device`,
        verificationUriComplete: `${url}/device?code=${asked[0]?.userCode}`,
        expiresAt: new Date(Date.parse('2100-01-01T00:00:00Z') + 10 * minute),
      },
    ])
    expect(pauses).toEqual([5 * second, 5 * second, 5 * second])
    const { current } = await createClient(options).sessions.list.query()
    expect([current.kind, current.name, current.signInMethod]).toEqual(['client', 'Latchkey CLI', 'approved:device'])
  })

  it('polls less often after slow_down, and still gets its answer', async () => {
    const { options, browser, clock, pauses } = await startWithBrowser()
    let userCode = ''
    const hasty: ConnectionOptions['wait'] = async (pause) => {
      pauses.push(pause)
      // The first poll does not wait.
      if (pauses.length !== 2) clock.forward(pause)
      if (pauses.length === 4) await approveConsent(browser, { userCode })
    }
    await signInByDevice({ ...options, wait: hasty, onCode: (code) => (userCode = code.userCode) })
    expect(pauses).toEqual([5, 5, 10, 10].map((seconds) => seconds * second))
  })

  it('polls less and less often while no answer comes, and goes on when one comes', async () => {
    const { options, browser, clock, pauses, proxy } = await startWithBrowser()
    let userCode = ''
    const wait: ConnectionOptions['wait'] = async (pause) => {
      pauses.push(pause)
      clock.forward(pause)
      if (pauses.length === 1) proxy.cutAnswers('/oauth/token', 2)
      if (pauses.length === 5) await approveConsent(browser, { userCode })
    }
    await signInByDevice({ ...options, url: proxy.url, wait, onCode: (code) => (userCode = code.userCode) })
    expect(pauses).toEqual([5, 10, 20, 5, 5].map((seconds) => seconds * second))
  })

  it('ends when the user denies it, when it expires, and for an unknown client', async () => {
    const { options, browser } = await startWithBrowser()
    const deny = ({ userCode }: DeviceCode) => void browser.mutate('grants.denyDevice', { userCode })
    expect(await refusalOf(signInByDevice({ ...options, onCode: deny }))).toBe('ACCESS_DENIED')
    expect(await refusalOf(signInByDevice({ ...options, onCode: () => undefined }))).toBe('EXPIRED_TOKEN')
    const unknown = signInByDevice({ ...options, clientId: 'unknown', onCode: () => undefined })
    expect(await refusalOf(unknown)).toBe('INVALID_CLIENT')
    expect(await options.tokenStore.read()).toBeNull()
  })

  it('stops waiting when it is aborted', async () => {
    const { options } = await startWithBrowser()
    const abort = new AbortController()
    const { wait: _wait, ...real } = options
    const waiting = signInByDevice({ ...real, signal: abort.signal, onCode: () => abort.abort('enough') })
    expect(await refusalOf(waiting)).toBe('enough')
  })
})

describe('signing in by browser', () => {
  it('receives the redirect with a session, and sends the browser on to the final page', async () => {
    const { options, browser, url } = await startWithBrowser()
    const answered = Promise.withResolvers<Answered>()
    let port = ''
    await signInByBrowser({
      ...options,
      open: async (opened) => {
        const there = await approve(browser, opened)
        expect([there.protocol, there.hostname, there.pathname]).toEqual(['http:', '127.0.0.1', '/callback'])
        port = there.port
        answered.resolve(visit(there))
      },
    })
    expect(await answered.promise).toEqual({ status: 303, location: `${url}/oauth/done?client=${clientId}` })
    const { current } = await createClient(options).sessions.list.query()
    expect([current.name, current.signInMethod]).toEqual(['Latchkey CLI', 'approved:browser'])
    await expect(fetch(`http://127.0.0.1:${port}/callback`)).rejects.toThrow('fetch failed')
  })

  it('ignores other requests at its port, and uses a repeated answer once', async () => {
    const { options, browser, url } = await startWithBrowser()
    const seen: number[] = []
    const brought = Promise.withResolvers<Answered>()
    const broughtAgain = Promise.withResolvers<Answered>()
    let there = new URL(url)
    await signInByBrowser({
      ...options,
      open: async (opened) => {
        there = await approve(browser, opened)
        const stray = ['/favicon.ico', '/', '/callback', '/callback?code=x&state=y']
        for (const path of stray) seen.push((await visit(new URL(path, there))).status)
        seen.push((await fetch(there, { method: 'POST' })).status)
        brought.resolve(visit(there))
      },
      // While the code is redeemed, the browser brings it again.
      fetch: async (input, init) => {
        if (new Request(input).url === `${url}/oauth/token`) {
          broughtAgain.resolve(visit(there))
          await visit(new URL('/favicon.ico', there))
        }
        return fetch(input, init)
      },
    })
    expect(seen).toEqual([404, 404, 400, 400, 404])
    const done = { status: 303, location: `${url}/oauth/done?client=${clientId}` }
    expect([await brought.promise, await broughtAgain.promise]).toEqual([done, done])
    // A repeated code ends the session that it started.
    expect(await endReasons(browser)).toEqual([])
    expect((await createClient(options).auth.me.query())?.user.email).toBe(ada.email)
  })

  it('ends when the user denies it, and the browser shows that too', async () => {
    const { options, browser, url } = await startWithBrowser()
    const answered = Promise.withResolvers<Answered>()
    const refused = signInByBrowser({
      ...options,
      open: async (opened) => answered.resolve(visit(await denied(browser, opened))),
    })
    expect(await refusalOf(refused)).toBe('ACCESS_DENIED')
    expect(await answered.promise).toEqual({
      status: 303,
      location: `${url}/oauth/done?client=${clientId}&error=access_denied`,
    })
    expect(await options.tokenStore.read()).toBeNull()
  })

  it('refuses an answer that names another server, or none', async () => {
    const { options, browser } = await startWithBrowser()
    for (const issuer of ['https://evil.example', null]) {
      const refused = signInByBrowser({
        ...options,
        open: async (opened) => {
          const there = await approve(browser, opened)
          there.searchParams.delete('iss')
          if (issuer !== null) there.searchParams.set('iss', issuer)
          void visit(there)
        },
      })
      expect(await refusalOf(refused)).toBe('ISSUER_MISMATCH')
    }
    expect(await options.tokenStore.read()).toBeNull()
  })

  it('opens no browser when the server does not answer, refuses the client, or has another issuer', async () => {
    const { options, server, url } = await startWithBrowser({
      OAUTH_CLIENT_TV_NAME: 'TV',
      OAUTH_CLIENT_TV_DEVICE: 'on',
    })
    const opened: string[] = []
    const open = (there: string): void => void opened.push(there)
    const refused = (changes: Partial<ConnectionOptions>) => signInByBrowser({ ...options, ...changes, open })
    const down = `http://127.0.0.1:${await freePort()}`
    expect(await refusalOf(refused({ url: down }))).toBe('UNREACHABLE')
    await expect(refused({ url: down })).rejects.toThrow(`${down} did not answer.`)
    expect(await refusalOf(refused({ clientId: 'unknown' }))).toBe('INVALID_CLIENT')
    expect(await refusalOf(refused({ clientId: 'tv' }))).toBe('INVALID_CLIENT')
    expect(await refusalOf(refused({ url: server.url }))).toBe('ISSUER_MISMATCH')
    await expect(refused({ url: server.url })).rejects.toThrow(`calls itself ${url}: use that as url.`)
    expect(opened).toEqual([])
  })

  it('opens no browser at another kind of server, or at one that is unavailable', async () => {
    const { options } = await startWithBrowser()
    const answers = {
      MALFORMED_ANSWER: () => new Response('<h1>Welcome</h1>'),
      RATE_LIMITED: () => Response.json({}, { status: 429 }),
      TEMPORARILY_UNAVAILABLE: () => new Response('', { status: 503 }),
    }
    for (const [reason, answer] of Object.entries(answers)) {
      const refused = signInByBrowser({ ...options, open: () => undefined, timeout: 1, fetch: async () => answer() })
      expect(await refusalOf(refused)).toBe(reason)
      const later: typeof fetch = (input, init) =>
        new Request(input).url.includes('/trpc/') ? Promise.resolve(answer()) : fetch(input, init)
      const refusedLater = signInByBrowser({ ...options, open: () => undefined, timeout: 1, fetch: later })
      expect(await refusalOf(refusedLater)).toBe(reason)
    }
  })

  it('closes its port when no answer comes, when it is aborted, and when no browser opens', async () => {
    const { options } = await startWithBrowser()
    const ports: string[] = []
    const note = (opened: string): void => {
      ports.push(new URL(new URL(opened).searchParams.get('redirect_uri') ?? '').port)
    }
    expect(await refusalOf(signInByBrowser({ ...options, open: note, timeout: 1 }))).toBe('EXPIRED_TOKEN')
    const abort = new AbortController()
    const stopped = signInByBrowser({
      ...options,
      signal: abort.signal,
      open: (opened) => {
        note(opened)
        abort.abort('enough')
      },
    })
    expect(await refusalOf(stopped)).toBe('enough')
    const failed = signInByBrowser({
      ...options,
      open: (opened) => {
        note(opened)
        throw new Error('no browser')
      },
    })
    expect(await refusalOf(failed)).toEqual(new Error('no browser'))
    expect(ports).toHaveLength(3)
    for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
  })
})

describe('signing in by browser in two steps', () => {
  it('works without Node: the app opens one address, and receives another', async () => {
    const { options, browser } = await startWithBrowser()
    const redirectUri = 'http://127.0.0.1:50123/callback'
    const pending = await beginBrowserSignIn({ ...options, redirectUri })
    const there = await approve(browser, pending.url)
    const other = await beginBrowserSignIn({ ...options, redirectUri })
    expect(await refusalOf(finishBrowserSignIn(options, there, other))).toBe('STATE_MISMATCH')
    await finishBrowserSignIn(options, there.href, pending)
    expect((await createClient(options).auth.me.query())?.user.email).toBe(ada.email)
  })

  it('is refused a code with the verifier of another sign-in', async () => {
    const { options, browser } = await startWithBrowser()
    const redirectUri = 'http://127.0.0.1:50123/callback'
    const pending = await beginBrowserSignIn({ ...options, redirectUri })
    const { verifier } = await beginBrowserSignIn({ ...options, redirectUri })
    const there = await approve(browser, pending.url)
    expect(await refusalOf(finishBrowserSignIn(options, there, { ...pending, verifier }))).toBe('INVALID_GRANT')
  })
})

describe('a file of tokens', () => {
  /** Ada, and a program of hers that signs in by device over a file; she approves when it asks for the first time. */
  async function withFile() {
    const started = await startWithBrowser()
    const { options, browser, clock } = started
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'tokens.json')
    const onFile = { ...options, tokenStore: fileTokenStore(file) }
    const signIn = async (meanwhile: () => void = () => undefined): Promise<void> => {
      let userCode = ''
      const wait = async (pause: number): Promise<void> => {
        clock.forward(pause)
        meanwhile()
        await approveConsent(browser, { userCode })
      }
      await signInByDevice({ ...onFile, wait, onCode: (code) => (userCode = code.userCode) })
    }
    return { ...started, options: onFile, file, signIn }
  }

  it('is shared with another program', async () => {
    const { options, browser, file } = await withFile()
    const open = async (opened: string): Promise<void> => void visit(await approve(browser, opened))
    await signInByBrowser({ ...options, open })
    const elsewhere = createClient({ ...options, tokenStore: fileTokenStore(file) })
    expect((await elsewhere.auth.me.query())?.user.email).toBe(ada.email)
  })

  it('is replaced by signing in when it is broken', async () => {
    const { options, browser, file, signIn } = await withFile()
    writeFileSync(file, '{', { mode: 0o600 })
    await signIn()
    expect((await createClient(options).auth.me.query())?.user.email).toBe(ada.email)
    expect(await endReasons(browser)).toEqual([])
  })

  it('is replaced by signing in when other users can read it, and its tokens are revoked', async () => {
    const { options, browser, file, signIn } = await withFile()
    await signIn()
    chmodSync(file, 0o644)
    await signIn()
    expect((await createClient(options).auth.me.query())?.user.email).toBe(ada.email)
    expect(await endReasons(browser)).toEqual(['signed_out'])
  })

  it('is refused before the sign-in starts when it can’t be used', async () => {
    const { options, file } = await withFile()
    mkdirSync(file)
    const asked: unknown[] = []
    const refused = signInByDevice({ ...options, onCode: (code) => asked.push(code) })
    expect(await refusalOf(refused)).toMatchObject({ code: 'EISDIR' })
    const browsing = signInByBrowser({ ...options, open: (opened) => void asked.push(opened) })
    expect(await refusalOf(browsing)).toMatchObject({ code: 'EISDIR' })
    expect(asked).toEqual([])
  })

  it('leaves no session behind when it can’t be written in the end', async () => {
    const { browser, file, signIn } = await withFile()
    const signedIn = signIn(() => mkdirSync(join(file, 'in-the-way'), { recursive: true }))
    expect(await refusalOf(signedIn)).toMatchObject({ code: 'EISDIR' })
    expect(await endReasons(browser)).toEqual(['signed_out'])
  })

  it('is revoked and deleted by signing out when other users can read it', async () => {
    const { options, browser, file, signIn } = await withFile()
    await signIn()
    chmodSync(file, 0o644)
    expect(await signOut(options)).toEqual({ revoked: true, wasSignedIn: true })
    expect(await endReasons(browser)).toEqual(['signed_out'])
    expect(existsSync(file)).toBe(false)
  })

  it('is deleted by signing out when it is broken, and the result says that nothing was revoked', async () => {
    const { options, file } = await withFile()
    writeFileSync(file, '{', { mode: 0o600 })
    expect(await signOut(options)).toEqual({ revoked: false, wasSignedIn: true })
    expect(existsSync(file)).toBe(false)
    expect(await signOut(options)).toEqual({ revoked: true, wasSignedIn: false })
  })
})
