import {
  type ConnectionOptions,
  createClient,
  memoryTokenStore,
  reasonOf,
  signInByPassword,
  signOut,
  type StoredTokens,
  type TokenStore,
} from '@latchkey/client'
import { describe, expect, it } from 'vitest'
import { clientId, endReasons, minute, second, withSignedInClient } from '../support/test-client.ts'
import { startCuttingProxy } from '../support/cutting-proxy.ts'
import { ada } from '../support/test-server.ts'

const refreshes = '/trpc/tokens.refresh'
const lists = '/trpc/sessions.list'

const refusalOf = (call: Promise<unknown>): Promise<string | null> =>
  call.then(
    () => 'no refusal',
    (error: unknown) => reasonOf(error),
  )

describe('calling', () => {
  it('acts as the session that signed in, and passes on the reasons of the server', async () => {
    const { client, browser } = await withSignedInClient()
    const { current, others } = await client.sessions.list.query()
    expect([current.kind, current.name, others.length]).toEqual(['client', clientId, 1])
    expect((await client.sessions.rename.mutate({ id: current.id, name: 'Nightly' })).name).toBe('Nightly')
    expect((await browser.query('sessions.list')).body.result.data.others[0].name).toBe('Nightly')
    expect(await refusalOf(client.sessions.end.mutate({ id: 'unknown' }))).toBe('SESSION_NOT_FOUND')
    expect(await refusalOf(client.auth.signOut.mutate())).toBe('COOKIE_REQUIRED')
  })

  it('sends simultaneous mutations one by one, because the server refuses them in a batch', async () => {
    const { client } = await withSignedInClient()
    const { current } = await client.sessions.list.query()
    const names = ['one', 'two', 'three']
    const renamed = await Promise.all(names.map((name) => client.sessions.rename.mutate({ id: current.id, name })))
    expect(renamed.map(({ name }) => name)).toEqual(names)
  })

  it('is refused without a sign-in', async () => {
    const { options } = await withSignedInClient()
    const stranger = createClient({ ...options, tokenStore: memoryTokenStore() })
    expect(await stranger.auth.me.query()).toBeNull()
    expect(await refusalOf(stranger.sessions.list.query())).toBe('NOT_SIGNED_IN')
  })
})

describe('an access token', () => {
  it('is renewed in its last minute, counted from the request for it', async () => {
    const { client, clientClock, proxy, options } = await withSignedInClient()
    const issued = await options.tokenStore.read()
    clientClock.forward(9 * minute - 1)
    await client.sessions.list.query()
    expect(proxy.count(refreshes)).toBe(0)
    clientClock.forward(1)
    await client.sessions.list.query()
    expect(proxy.paths.slice(-2)).toEqual([refreshes, lists])
    const renewed = await options.tokenStore.read()
    expect(renewed?.refreshAt).toBe(Number(issued?.refreshAt) + 9 * minute)
    expect(renewed?.signIn).toBe(issued?.signIn)
  })

  it('is as old as the request for it when the answer takes long', async () => {
    const { options, clientClock } = await withSignedInClient()
    const askedAt = clientClock.now().getTime()
    const slow = hold({ ...options, tokenStore: memoryTokenStore() }, '/trpc/tokens.issue', 'answer')
    const signedIn = signInByPassword({ ...slow.options, email: ada.email, password: ada.password })
    await slow.isHeld
    clientClock.forward(minute)
    slow.release()
    await signedIn
    expect((await slow.options.tokenStore.read())?.refreshAt).toBe(askedAt + 9 * minute)
  })

  it('is renewed once for fifty simultaneous calls', async () => {
    const { client, clientClock, proxy } = await withSignedInClient()
    clientClock.forward(9 * minute)
    await Promise.all(Array.from({ length: 50 }, () => client.sessions.list.query()))
    expect([proxy.count(refreshes), proxy.count(lists)]).toEqual([1, 50])
  })

  it('is renewed once for fifty refused calls, and each call is done once', async () => {
    const { client, browser, serverClock, proxy } = await withSignedInClient()
    const { current } = await client.sessions.list.query()
    // The client's clock is wrong: the token seems valid to the client.
    serverClock.forward(11 * minute)
    const names = Array.from({ length: 50 }, (_, index) => `name ${index}`)
    await Promise.all(names.map((name) => client.sessions.rename.mutate({ id: current.id, name })))
    expect([proxy.count(refreshes), proxy.count('/trpc/sessions.rename')]).toEqual([1, 100])
    const { events } = (await browser.query('events.list?input=%7B%22limit%22:100%7D')).body.result.data
    const renamed = events.filter(({ type }: { type: string }) => type === 'session_renamed')
    expect(new Set(renamed.map(({ details }: { details: { name: string } }) => details.name))).toEqual(new Set(names))
    expect(renamed).toHaveLength(50)
  })

  it('is retried once and not twice', async () => {
    const { options, proxy } = await withSignedInClient()
    const garbled: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers)
      if (headers.has('Authorization')) headers.set('Authorization', 'Bearer none')
      return fetch(input, { ...init, headers })
    }
    const client = createClient({ ...options, fetch: garbled })
    expect(await refusalOf(client.sessions.list.query())).toBe('INVALID_TOKEN')
    expect([proxy.count(lists), proxy.count(refreshes)]).toEqual([2, 1])
  })

  it('is taken from another tab without a refresh', async () => {
    const { options, client, serverClock, proxy } = await withSignedInClient()
    const { current } = await client.sessions.list.query()
    const slow = hold(options, lists)
    const late = createClient(slow.options).sessions.list.query()
    await slow.isHeld
    serverClock.forward(11 * minute)
    await client.sessions.list.query()
    slow.release()
    expect((await late).current.id).toBe(current.id)
    expect(proxy.count(refreshes)).toBe(1)
  })

  it('is not used for the retry of an earlier call when another user signed in meanwhile', async () => {
    const { options, server, serverClock } = await withSignedInClient()
    const bob = { ...ada, email: 'bob@example.com' }
    const browserOfBob = server.visitor()
    await browserOfBob.mutate('auth.signUp', bob)
    const slow = hold(options, '/trpc/sessions.endOthers')
    const late = refusalOf(createClient(slow.options).sessions.endOthers.mutate())
    await slow.isHeld
    serverClock.forward(11 * minute)
    await signInByPassword({ ...options, email: bob.email, password: bob.password })
    slow.release()
    expect(await late).toBe('INVALID_TOKEN')
    // Ada's call must not end Bob's session.
    expect((await browserOfBob.query('auth.me')).body.result.data.user.email).toBe(bob.email)
    expect((await createClient(options).auth.me.query())?.user.email).toBe(bob.email)
  })
})

describe('a call that waits for a refresh', () => {
  it('is not sent as another user who signs in meanwhile', async () => {
    const { options, server, clientClock } = await withSignedInClient()
    const bob = { ...ada, email: 'bob@example.com' }
    const browserOfBob = server.visitor()
    await browserOfBob.mutate('auth.signUp', bob)
    clientClock.forward(9 * minute)
    const slow = hold({ ...options, tokenStore: another(options.tokenStore) }, refreshes, 'answer')
    const late = refusalOf(createClient(slow.options).sessions.endOthers.mutate())
    await slow.isHeld
    await signInByPassword({ ...options, email: bob.email, password: bob.password })
    slow.release()
    expect(await late).toBe('SESSION_ENDED')
    expect((await browserOfBob.query('auth.me')).body.result.data.user.email).toBe(bob.email)
    expect((await createClient(options).auth.me.query())?.user.email).toBe(bob.email)
  })
})

describe('an ended session', () => {
  it('is final: the call fails, nothing is refreshed, and the tokens are deleted', async () => {
    const { client, browser, options, proxy } = await withSignedInClient()
    const { current } = await client.sessions.list.query()
    await browser.mutate('sessions.end', { id: current.id })
    expect(await refusalOf(client.sessions.list.query())).toBe('SESSION_ENDED')
    expect([proxy.count(lists), proxy.count(refreshes)]).toEqual([2, 0])
    expect(await options.tokenStore.read()).toBeNull()
    expect(await refusalOf(client.sessions.list.query())).toBe('NOT_SIGNED_IN')
  })

  it('fails every call that waits for a refresh', async () => {
    const { client, browser, options, clientClock, proxy } = await withSignedInClient()
    const { current } = await client.sessions.list.query()
    await browser.mutate('sessions.end', { id: current.id })
    clientClock.forward(9 * minute)
    const reasons = await Promise.all(Array.from({ length: 20 }, () => refusalOf(client.sessions.list.query())))
    expect(new Set(reasons)).toEqual(new Set(['SESSION_ENDED']))
    expect([proxy.count(lists), proxy.count(refreshes)]).toEqual([1, 1])
    expect(await options.tokenStore.read()).toBeNull()
  })
})

describe('a client whose refresh is outdated', () => {
  it('does not delete what a newer refresh has stored', async () => {
    const { options, clientClock, browser, client } = await withSignedInClient()
    const { current } = await client.sessions.list.query()
    await browser.mutate('sessions.end', { id: current.id })
    clientClock.forward(9 * minute)
    const slow = hold({ ...options, tokenStore: another(options.tokenStore) }, refreshes)
    const late = refusalOf(createClient(slow.options).sessions.list.query())
    await slow.isHeld
    await signInByPassword({ ...options, email: ada.email, password: ada.password })
    const winner = await options.tokenStore.read()
    slow.release()
    expect(await late).toBe('SESSION_ENDED')
    expect(winner).not.toBeNull()
    expect(await options.tokenStore.read()).toEqual(winner)
    expect((await client.auth.me.query())?.user.email).toBe(ada.email)
  })

  it('does not restore what a newer refresh has replaced', async () => {
    const { options, clientClock, serverClock, client } = await withSignedInClient()
    clientClock.forward(9 * minute)
    const slow = hold({ ...options, tokenStore: another(options.tokenStore) }, refreshes, 'answer')
    const late = createClient(slow.options).sessions.list.query()
    await slow.isHeld
    await client.sessions.list.query()
    clientClock.forward(9 * minute)
    serverClock.forward(9 * minute)
    await client.sessions.list.query()
    const newest = await options.tokenStore.read()
    slow.release()
    await late
    expect(await options.tokenStore.read()).toEqual(newest)
  })

  it('does not undo a sign-out', async () => {
    const { options, clientClock } = await withSignedInClient()
    clientClock.forward(9 * minute)
    const slow = hold({ ...options, tokenStore: another(options.tokenStore) }, refreshes, 'answer')
    const late = refusalOf(createClient(slow.options).sessions.list.query())
    await slow.isHeld
    expect(await signOut(options)).toEqual({ revoked: true, wasSignedIn: true })
    slow.release()
    expect(await late).toBe('NOT_SIGNED_IN')
    expect(await options.tokenStore.read()).toBeNull()
  })
})

describe('a lost answer', () => {
  it('is requested again with the same refresh token, and the session goes on', async () => {
    const { client, browser, clientClock, proxy } = await withSignedInClient()
    clientClock.forward(9 * minute)
    proxy.cutAnswers(refreshes, 2)
    await client.sessions.list.query()
    expect(proxy.count(refreshes)).toBe(3)
    clientClock.forward(9 * minute)
    await client.sessions.list.query()
    expect(await endReasons(browser)).toEqual([])
  })

  it('is requested again up to the end of the ten seconds in which the server repeats it', async () => {
    const { options, browser, clientClock, serverClock, proxy } = await withSignedInClient()
    clientClock.forward(9 * minute)
    proxy.cutAnswers(refreshes, 1)
    const client = createClient({ ...options, wait: async () => serverClock.forward(10 * second) })
    await client.sessions.list.query()
    expect(await endReasons(browser)).toEqual([])
  })

  it('ends the session later, because the server treats the request as theft', async () => {
    const { options, browser, clientClock, serverClock, proxy } = await withSignedInClient()
    clientClock.forward(9 * minute)
    proxy.cutAnswers(refreshes, 1)
    const client = createClient({ ...options, wait: async () => serverClock.forward(10 * second + 1) })
    expect(await refusalOf(client.sessions.list.query())).toBe('REFRESH_TOKEN_REUSED')
    expect(await endReasons(browser)).toEqual(['reuse_detected'])
    expect(await options.tokenStore.read()).toBeNull()
  })

  it('is not requested again when the time may not be enough', async () => {
    const { options, browser, clientClock, proxy } = await withSignedInClient()
    const { tokenStore } = options
    clientClock.forward(9 * minute)
    proxy.cutAnswers(refreshes, 9)
    const client = createClient({ ...options, wait: async () => clientClock.forward(6 * second) })
    // The refresh was early: the client's token is valid for another minute.
    const before = await tokenStore.read()
    await client.sessions.list.query()
    expect(proxy.count(refreshes)).toBe(2)
    expect(await tokenStore.read()).toEqual(before)
    expect(await endReasons(browser)).toEqual([])
  })

  it('never signs out while there is no network', async () => {
    const { client, options, clientClock, serverClock, proxy } = await withSignedInClient()
    clientClock.forward(11 * minute)
    serverClock.forward(11 * minute)
    const before = await options.tokenStore.read()
    proxy.cutAnswers(lists, 1)
    proxy.cutAnswers(refreshes, 6)
    const failed = await client.sessions.list.query().catch((error: unknown) => error)
    expect([reasonOf(failed), failed]).toEqual([null, expect.objectContaining({ name: 'TRPCClientError' })])
    expect(await options.tokenStore.read()).toEqual(before)
  })
})

describe('signing in and out', () => {
  it('ends the stored session at sign-in, and its own at sign-out', async () => {
    const { options, browser, client } = await withSignedInClient()
    await signInByPassword({ ...options, email: ada.email, password: ada.password })
    expect(await endReasons(browser)).toEqual(['signed_out'])
    expect((await client.sessions.list.query()).others).toHaveLength(1)
    expect(await signOut(options)).toEqual({ revoked: true, wasSignedIn: true })
    expect(await endReasons(browser)).toEqual(['signed_out', 'signed_out'])
    expect(await signOut(options)).toEqual({ revoked: true, wasSignedIn: false })
  })

  it('deletes the tokens also when the server can’t be reached, and reports that', async () => {
    const { options, proxy } = await withSignedInClient()
    proxy.cutAnswers('/trpc/tokens.revoke', 1)
    expect(await signOut(options)).toEqual({ revoked: false, wasSignedIn: true })
    expect(await options.tokenStore.read()).toBeNull()
  })

  it('refuses a wrong password with the server’s reason, and stores nothing', async () => {
    const { options } = await withSignedInClient()
    const tokenStore = memoryTokenStore()
    const wrong = signInByPassword({ ...options, tokenStore, email: ada.email, password: 'not this one' })
    expect(await refusalOf(wrong)).toBe('INVALID_CREDENTIALS')
    expect(await tokenStore.read()).toBeNull()
  })
})

describe('tokens of another sign-in', () => {
  it.each(['clientId', 'url'] as const)('are neither sent nor deleted with another %s', async (what) => {
    const { options, server, proxy, clientClock, browser } = await withSignedInClient()
    clientClock.forward(9 * minute)
    const before = await options.tokenStore.read()
    const sent = proxy.paths.length
    const elsewhere = await startCuttingProxy(server.url)
    const wrong = { ...options, [what]: { clientId: 'another', url: elsewhere.url }[what] }
    expect(await refusalOf(createClient(wrong).sessions.list.query())).toBe('OTHER_SIGN_IN')
    await expect(createClient(wrong).sessions.list.query()).rejects.toThrow(`of ${proxy.url} for ${clientId}`)
    expect(await refusalOf(signOut(wrong))).toBe('OTHER_SIGN_IN')
    const again = signInByPassword({ ...wrong, email: ada.email, password: ada.password })
    expect(await refusalOf(again)).toBe('OTHER_SIGN_IN')

    expect([proxy.paths.length, elsewhere.paths.length]).toEqual([sent, 0])
    expect(await options.tokenStore.read()).toEqual(before)
    expect(await endReasons(browser)).toEqual([])
    expect((await createClient(options).auth.me.query())?.user.email).toBe(ada.email)
  })
})

describe('two tabs', () => {
  it('renew a shared token once when they share a store by name', async () => {
    const { options, clientClock, proxy } = await withSignedInClient()
    const tab = () => createClient({ ...options, tokenStore: { ...another(options.tokenStore), sharedAs: 'tabs' } })
    const [one, other] = [tab(), tab()]
    clientClock.forward(9 * minute)
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : other).sessions.list.query()))
    expect(proxy.count(refreshes)).toBe(1)
  })

  it('get the same successor without a shared lock', async () => {
    const { options, browser, clientClock, proxy } = await withSignedInClient()
    const [one, other] = [another(options.tokenStore), another(options.tokenStore)].map((tokenStore) =>
      createClient({ ...options, tokenStore }),
    )
    clientClock.forward(9 * minute)
    await Promise.all([one?.sessions.list.query(), other?.sessions.list.query()])
    expect(proxy.count(refreshes)).toBe(2)
    expect(await endReasons(browser)).toEqual([])
  })
})

/** A store with the same tokens, without the lock of the others. */
function another(store: TokenStore): TokenStore {
  return { read: () => store.read(), write: (tokens: StoredTokens | null) => store.write(tokens) }
}

/** The options of a client whose first request for a path, or the answer to it, waits until it is released. */
function hold(options: ConnectionOptions, path: string, what: 'request' | 'answer' = 'request') {
  const held = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  let isFirst = true
  const slow: typeof fetch = async (input, init) => {
    const { url } = new Request(input)
    if (!isFirst || !url.includes(path)) return fetch(input, init)
    isFirst = false
    const answer = what === 'answer' ? await fetch(input, init) : null
    held.resolve()
    await released.promise
    return answer ?? fetch(input, init)
  }
  return { options: { ...options, fetch: slow }, isHeld: held.promise, release: released.resolve }
}
