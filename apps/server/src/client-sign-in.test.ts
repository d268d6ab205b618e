import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  beginBrowserSignIn,
  type ConnectionOptions,
  createClient,
  type DeviceCode,
  finishBrowserSignIn,
  LatchkeyError,
  memoryTokenStore,
  signInByDevice,
} from '@latchkey/client'
import { fileTokenStore, signInByBrowser } from '@latchkey/client/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Clock, endReasons, minute, second } from './testing-client.ts'
import { sayYes } from './testing-grants.ts'
import { startCuttingProxy } from './testing-cutting-proxy.ts'
import { freePort } from './testing-free-port.ts'
import { ada, startTestServer, type Visitor } from './testing.ts'

const clientId = 'latchkey-cli'

/** Ada at her browser, and a server that knows its own name. */
async function withPerson() {
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const clock = new Clock()
  const server = await startTestServer({ env: { PORT: port, PUBLIC_URL: url }, now: clock.now })
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

const reasonOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof LatchkeyError ? error.reason : error),
  )

/** What the browser is sent to when its person says yes. */
async function approve(browser: Visitor, opened: string): Promise<URL> {
  const { body } = await sayYes(browser, { query: new URL(opened).search.slice(1) })
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
  it('shows a code, waits as it is told, and has a session once someone approves', async () => {
    const { options, browser, url, clock, pauses } = await withPerson()
    const shown = Promise.withResolvers<DeviceCode>()
    const asked: DeviceCode[] = []
    const wait: ConnectionOptions['wait'] = async (pause) => {
      pauses.push(pause)
      clock.forward(pause)
      if (pauses.length < 3) return
      await sayYes(browser, { userCode: (await shown.promise).userCode })
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

  it('asks less often when it is told to, and still gets its answer', async () => {
    const { options, browser, clock, pauses } = await withPerson()
    let userCode = ''
    const hasty: ConnectionOptions['wait'] = async (pause) => {
      pauses.push(pause)
      // The first time it does not wait.
      if (pauses.length !== 2) clock.forward(pause)
      if (pauses.length === 4) await sayYes(browser, { userCode })
    }
    await signInByDevice({ ...options, wait: hasty, onCode: (code) => (userCode = code.userCode) })
    expect(pauses).toEqual([5, 5, 10, 10].map((seconds) => seconds * second))
  })

  it('asks less and less often where no answer comes, and goes on when one does', async () => {
    const { options, browser, clock, pauses, proxy } = await withPerson()
    let userCode = ''
    const wait: ConnectionOptions['wait'] = async (pause) => {
      pauses.push(pause)
      clock.forward(pause)
      if (pauses.length === 1) proxy.cutAnswers('/oauth/token', 2)
      if (pauses.length === 5) await sayYes(browser, { userCode })
    }
    await signInByDevice({ ...options, url: proxy.url, wait, onCode: (code) => (userCode = code.userCode) })
    expect(pauses).toEqual([5, 10, 20, 5, 5].map((seconds) => seconds * second))
  })

  it('is over when someone says no, when nobody says anything, and when there is no such client', async () => {
    const { options, browser } = await withPerson()
    const deny = ({ userCode }: DeviceCode) => void browser.mutate('grants.denyDevice', { userCode })
    expect(await reasonOf(signInByDevice({ ...options, onCode: deny }))).toBe('ACCESS_DENIED')
    expect(await reasonOf(signInByDevice({ ...options, onCode: () => undefined }))).toBe('EXPIRED_TOKEN')
    const unknown = signInByDevice({ ...options, clientId: 'nobody', onCode: () => undefined })
    expect(await reasonOf(unknown)).toBe('INVALID_CLIENT')
    expect(await options.tokenStore.read()).toBeNull()
  })

  it('stops waiting when it is told to', async () => {
    const { options } = await withPerson()
    const abort = new AbortController()
    const { wait: _wait, ...real } = options
    const waiting = signInByDevice({ ...real, signal: abort.signal, onCode: () => abort.abort('enough') })
    expect(await reasonOf(waiting)).toBe('enough')
  })
})

describe('signing in by browser', () => {
  it('comes back to this machine with a session, and sends the browser on to a page that says so', async () => {
    const { options, browser, url } = await withPerson()
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

  it('does not mind what else is asked of its port, and uses an answer once that the browser brings twice', async () => {
    const { options, browser, url } = await withPerson()
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
        broughtAgain.resolve(visit(there))
        await visit(new URL('/favicon.ico', there))
        return fetch(input, init)
      },
    })
    expect(seen).toEqual([404, 404, 400, 400, 404])
    const done = { status: 303, location: `${url}/oauth/done?client=${clientId}` }
    expect([await brought.promise, await broughtAgain.promise]).toEqual([done, done])
    // A code that comes twice ends what came of it.
    expect(await endReasons(browser)).toEqual([])
    expect((await createClient(options).auth.me.query())?.user.email).toBe(ada.email)
  })

  it('is over when the person says no, and the browser says so too', async () => {
    const { options, browser, url } = await withPerson()
    const answered = Promise.withResolvers<Answered>()
    const refused = signInByBrowser({
      ...options,
      open: async (opened) => answered.resolve(visit(await denied(browser, opened))),
    })
    expect(await reasonOf(refused)).toBe('ACCESS_DENIED')
    expect(await answered.promise).toEqual({
      status: 303,
      location: `${url}/oauth/done?client=${clientId}&error=access_denied`,
    })
    expect(await options.tokenStore.read()).toBeNull()
  })

  it('does not take an answer that names another server, or none', async () => {
    const { options, browser } = await withPerson()
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
      expect(await reasonOf(refused)).toBe('ISSUER_MISMATCH')
    }
    expect(await options.tokenStore.read()).toBeNull()
  })

  it('closes its port when nobody answers, when it is told to stop, and when no browser opens', async () => {
    const { options } = await withPerson()
    const ports: string[] = []
    const note = (opened: string): void => {
      ports.push(new URL(new URL(opened).searchParams.get('redirect_uri') ?? '').port)
    }
    expect(await reasonOf(signInByBrowser({ ...options, open: note, timeout: 1 }))).toBe('EXPIRED_TOKEN')
    const abort = new AbortController()
    const stopped = signInByBrowser({
      ...options,
      signal: abort.signal,
      open: (opened) => {
        note(opened)
        abort.abort('enough')
      },
    })
    expect(await reasonOf(stopped)).toBe('enough')
    const failed = signInByBrowser({
      ...options,
      open: (opened) => {
        note(opened)
        throw new Error('no browser')
      },
    })
    expect(await reasonOf(failed)).toEqual(new Error('no browser'))
    expect(ports).toHaveLength(3)
    for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
  })
})

describe('signing in by browser in two steps', () => {
  it('needs nothing of Node: the app opens one address, and gets another', async () => {
    const { options, browser } = await withPerson()
    const redirectUri = 'http://127.0.0.1:50123/callback'
    const pending = await beginBrowserSignIn({ ...options, redirectUri })
    const there = await approve(browser, pending.url)
    const other = await beginBrowserSignIn({ ...options, redirectUri })
    expect(await reasonOf(finishBrowserSignIn(options, there, other))).toBe('STATE_MISMATCH')
    await finishBrowserSignIn(options, there.href, pending)
    expect((await createClient(options).auth.me.query())?.user.email).toBe(ada.email)
  })

  it('is refused a code with the verifier of another sign-in', async () => {
    const { options, browser } = await withPerson()
    const redirectUri = 'http://127.0.0.1:50123/callback'
    const pending = await beginBrowserSignIn({ ...options, redirectUri })
    const { verifier } = await beginBrowserSignIn({ ...options, redirectUri })
    const there = await approve(browser, pending.url)
    expect(await reasonOf(finishBrowserSignIn(options, there, { ...pending, verifier }))).toBe('INVALID_GRANT')
  })
})

describe('a file of tokens', () => {
  it('is what another program goes on with', async () => {
    const { options, browser } = await withPerson()
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'tokens.json')
    const open = async (opened: string): Promise<void> => void visit(await approve(browser, opened))
    await signInByBrowser({ ...options, tokenStore: fileTokenStore(file), open })
    const elsewhere = createClient({ ...options, tokenStore: fileTokenStore(file) })
    expect((await elsewhere.auth.me.query())?.user.email).toBe(ada.email)
  })
})
