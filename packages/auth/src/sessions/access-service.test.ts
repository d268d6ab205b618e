import { describe, expect, it, vi } from 'vitest'
import type { Caller } from '../caller.ts'
import { minute, second } from '../duration.ts'
import { createMemoryStores } from '../stores.memory.ts'
import { testAuth } from '../testing-auth.ts'
import { defaultSessionPolicy } from './session-lifetime.ts'
import type { WatchMessage } from './watch/watch-stream.ts'

const client = { ip: '203.0.113.7', userAgent: 'curl/8.5.0', hints: null, requestId: 'request-1' }
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const elsewhere = { ip: '198.51.100.9', userAgent: firefox, hints: null, requestId: 'request-2' }
const credentials = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

async function signedInTwice(options: Parameters<typeof testAuth>[0] = {}) {
  const tested = testAuth(options)
  const laptop = await tested.auth.passwords.signUp(credentials, { client, replaces: null })
  tested.clock.advance(second)
  const phone = await tested.auth.passwords.signIn(credentials, { client: elsewhere, replaces: null })
  return { ...tested, laptop, phone }
}

/** Someone who listens: what has come so far, and how to stop. */
function listen(watching: (signal: AbortSignal) => AsyncIterable<WatchMessage>) {
  const heard: WatchMessage[] = []
  const abort = new AbortController()
  const done = (async () => {
    for await (const message of watching(abort.signal)) heard.push(message)
  })()
  return { heard, done, hangUp: () => abort.abort() }
}

const to = (signal: AbortSignal) => ({ signal, onLastWord: () => undefined })

/** Lets everything that is ready to run do so; nothing in the domain waits for a timer. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

const names = (message: WatchMessage | undefined): readonly string[] =>
  message?.type === 'sessions' ? message.sessions.map(({ givenName, name }) => givenName ?? name) : []

describe('watching', () => {
  it('says at once what there is, and again whenever it changes', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const { heard, done, hangUp } = listen((signal) => auth.access.watch(laptop, to(signal)))
    await settled()
    expect(heard.map(names)).toEqual([['Firefox on Windows', 'curl']])
    await auth.access.rename(laptop, phone.session.id, 'Phone', client)
    await settled()
    expect(names(heard.at(-1))).toEqual(['Phone', 'curl'])
    await auth.access.end(laptop, phone.session.id, client)
    await settled()
    expect(names(heard.at(-1))).toEqual(['curl'])
    await auth.passwords.signIn(credentials, { client, replaces: null })
    await settled()
    expect(names(heard.at(-1))).toEqual(['curl', 'curl'])
    hangUp()
    await done
  })

  it('tells every tab of a session that it ended, why and by which, and nothing after that', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const tabs = [1, 2].map(() => listen((signal) => auth.access.watch(phone, to(signal))))
    await settled()
    await auth.access.rename(laptop, laptop.session.id, 'Laptop', client)
    await auth.access.end(laptop, phone.session.id, client)
    for (const { heard, done } of tabs) {
      await done
      expect(heard.at(-1)).toMatchObject({
        type: 'ended',
        ended: { endReason: 'ended_by_user', endedBy: { id: laptop.session.id, name: 'Laptop' } },
      })
    }
  })

  it.each<[string, (at: Awaited<ReturnType<typeof signedInTwice>>) => Promise<unknown>, string]>([
    ['end all others', ({ auth, laptop }) => auth.access.endOthers(laptop, client), 'ended_by_user'],
    ['end all', ({ auth, laptop }) => auth.access.endAll(laptop, client), 'ended_by_user'],
    ['sign out', ({ auth, phone }) => auth.sessions.signOut(phone, client), 'signed_out'],
    ['sign in anew', ({ auth, phone }) => signInOver(auth, phone), 'replaced'],
    ['another password', ({ auth, laptop }) => auth.passwords.change(laptop, another, client), 'password_changed'],
    ['another role', ({ auth }) => auth.users.grantRole(credentials.email, 'admin'), 'role_changed'],
  ])('hears of an end by: %s', async (_, act, endReason) => {
    const signedIn = await signedInTwice()
    const { heard, done } = listen((signal) => signedIn.auth.access.watch(signedIn.phone, to(signal)))
    await settled()
    await act(signedIn)
    await done
    expect(heard.at(-1)).toMatchObject({ type: 'ended', ended: { endReason } })
  })

  it('hears of time’s own endings, and of rows that were changed from beside, at the recheck', async () => {
    const stores = createMemoryStores()
    const { auth, clock, laptop, phone } = await signedInTwice({ stores })
    const [idle, behind] = [laptop, phone].map((caller) => listen((signal) => auth.access.watch(caller, to(signal))))
    await settled()
    const ending = { at: clock.now(), reason: 'ended_by_user', by: null } as const
    await stores.sessions.endByToken(phone.session.tokenHash, ending)
    await settled()
    expect(behind?.heard.at(-1)).toMatchObject({ type: 'sessions' })
    await auth.access.recheck()
    await behind?.done
    expect(behind?.heard.at(-1)).toMatchObject({ type: 'ended', ended: { endedBy: null } })

    clock.advance(12 * 60 * minute)
    await auth.access.recheck()
    await idle?.done
    expect(idle?.heard.at(-1)).toMatchObject({ type: 'ended', ended: { endReason: 'idle' } })
  })

  it('hears that it ended even when nothing is left on record', async () => {
    const stores = createMemoryStores()
    const { auth, clock, laptop } = await signedInTwice({ stores })
    const { heard, done } = listen((signal) => auth.access.watch(laptop, to(signal)))
    await settled()
    await stores.sessions.endByToken(laptop.session.tokenHash, { at: clock.now(), reason: 'limit', by: null })
    clock.advance(1)
    await stores.sessions.deleteEndedBefore(clock.now(), 1)
    await auth.access.recheck()
    await done
    expect(heard.at(-1)).toEqual({ type: 'ended', ended: null })
  })

  it('is no use of the session: a tab that stands open idles out', async () => {
    const { auth, clock, laptop } = await signedInTwice()
    clock.advance(11 * 60 * minute)
    expect(await auth.sessions.authenticate(laptop.token, null)).not.toBeNull()
    clock.advance(60 * minute)
    expect(await auth.sessions.authenticate(laptop.token, null)).toBeNull()
  })

  it('says nothing twice', async () => {
    const { auth, laptop } = await signedInTwice()
    const { heard, done, hangUp } = listen((signal) => auth.access.watch(laptop, to(signal)))
    await settled()
    for (let times = 0; times < 5; times += 1) await auth.access.recheck()
    await settled()
    expect(heard).toHaveLength(1)
    hangUp()
    await done
  })

  it('tells whoever is slow only the newest list, and the end before any list', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const abort = new AbortController()
    const onLastWord = vi.fn<() => void>()
    const slow = auth.access.watch(phone, { signal: abort.signal, onLastWord })
    expect((await slow.next()).value).toMatchObject({ type: 'sessions' })
    for (const name of ['One', 'Two', 'Three']) await auth.access.rename(laptop, laptop.session.id, name, client)
    const next = (await slow.next()).value
    expect(next === undefined ? [] : names(next)).toContain('Three')
    await auth.access.rename(laptop, laptop.session.id, 'Four', client)
    expect(onLastWord).not.toHaveBeenCalled()
    await auth.access.end(laptop, phone.session.id, client)
    // Nobody has read on, and it is said that it is over.
    expect(onLastWord).toHaveBeenCalledTimes(1)
    expect((await slow.next()).value).toMatchObject({ type: 'ended' })
    expect((await slow.next()).done).toBe(true)
  })

  it('closes the oldest of too many streams of a session, and of a user', async () => {
    const { auth, laptop, phone } = await signedInTwice({
      watchPolicy: { perSession: 2, perUser: 3, life: minute, lingering: second },
    })
    const open = async (caller: Caller) => {
      const tab = listen((signal) => auth.access.watch(caller, to(signal)))
      await settled()
      return tab
    }
    const first = await open(laptop)
    const second_ = await open(laptop)
    const third = await open(laptop)
    await first.done
    expect(first.heard.at(-1)).toEqual({ type: 'closed', cause: 'displaced' })
    const fourth = await open(phone)
    const fifth = await open(phone)
    await second_.done
    expect(second_.heard.at(-1)).toEqual({ type: 'closed', cause: 'displaced' })
    for (const tab of [third, fourth, fifth]) {
      expect(tab.heard.at(-1)).toMatchObject({ type: 'sessions' })
      tab.hangUp()
      await tab.done
    }
  })

  it('lasts a bounded time, and closes when the process goes', async () => {
    const { auth, clock, laptop } = await signedInTwice()
    const old = listen((signal) => auth.access.watch(laptop, to(signal)))
    await settled()
    clock.advance(13 * minute)
    await auth.access.recheck()
    expect(old.heard.at(-1)).toMatchObject({ type: 'sessions' })
    clock.advance(4 * minute)
    await auth.access.recheck()
    await old.done
    expect(old.heard.at(-1)).toEqual({ type: 'closed', cause: 'too_old' })

    const last = listen((signal) => auth.access.watch(laptop, to(signal)))
    await settled()
    auth.access.close()
    await last.done
    expect(last.heard.at(-1)).toEqual({ type: 'closed', cause: 'stopping' })
    const late = listen((signal) => auth.access.watch(laptop, to(signal)))
    await late.done
    expect(late.heard.at(-1)).toEqual({ type: 'closed', cause: 'stopping' })
  })

  it('makes a session “open now”, for others to see, until a moment after the last tab', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    const seen = listen((signal) => auth.access.watch(laptop, to(signal)))
    await settled()
    const online = async () =>
      Object.fromEntries((await auth.access.list(laptop)).map((session) => [session.name, session.online]))
    expect(await online()).toEqual({ curl: true, 'Firefox on Windows': false })
    const tab = listen((signal) => auth.access.watch(phone, to(signal)))
    await settled()
    expect(await online()).toEqual({ curl: true, 'Firefox on Windows': true })
    expect(seen.heard).toHaveLength(2)
    tab.hangUp()
    await tab.done
    expect(await online()).toEqual({ curl: true, 'Firefox on Windows': true })
    clock.advance(5 * second)
    await auth.access.recheck()
    await settled()
    expect(await online()).toEqual({ curl: true, 'Firefox on Windows': false })
    expect(seen.heard).toHaveLength(3)
    seen.hangUp()
    await seen.done
  })
})

describe('the limit of sessions', () => {
  it('ends the one seen least recently when one more begins, with its reason and an event', async () => {
    const { auth, clock, events } = testAuth({ sessionPolicy: { ...defaultSessionPolicy, perUser: 2 } })
    const first = await auth.passwords.signUp(credentials, { client, replaces: null })
    clock.advance(minute)
    const second_ = await auth.passwords.signIn(credentials, { client, replaces: null })
    clock.advance(minute)
    // Not written yet, and it counts all the same.
    await auth.sessions.authenticate(first.token, client)
    const third = await auth.passwords.signIn(credentials, { client: elsewhere, replaces: null })

    expect(await auth.sessions.authenticate(second_.token, client)).toBeNull()
    for (const { token } of [first, third]) expect(await auth.sessions.authenticate(token, client)).not.toBeNull()
    const why = await auth.sessions.findEnded(second_.token)
    expect(why).toMatchObject({ endReason: 'limit', endedBy: { id: third.session.id } })
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['session_ended', 'signed_in'])
  })

  it('holds for sign-ins that come at once', async () => {
    const { auth } = testAuth({ sessionPolicy: { ...defaultSessionPolicy, perUser: 3 } })
    const first = await auth.passwords.signUp(credentials, { client, replaces: null })
    const arrivals = Array.from({ length: 12 }, () => auth.passwords.signIn(credentials, { client, replaces: null }))
    await Promise.all(arrivals)
    expect(await auth.access.list(first)).toHaveLength(3)
  })
})

describe('what a session knows', () => {
  it('is whether its device or network is new for this user', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const again = await auth.passwords.signIn(credentials, { client: elsewhere, replaces: null })
    const flags = [laptop, phone, again].map(({ session: { newDevice, newNetwork } }) => [newDevice, newNetwork])
    expect(flags).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ])
  })

  it('is the name that its user gives it, at any time: that needs no proof', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    clock.advance(11 * minute)
    const renamed = await auth.access.rename(laptop, phone.session.id, 'Phone', client)
    expect(renamed).toMatchObject({ id: phone.session.id, givenName: 'Phone', name: 'Firefox on Windows' })
    await expect(auth.access.rename(laptop, 'unknown', 'Phone', client)).rejects.toMatchObject({
      code: 'SESSION_NOT_FOUND',
    })
  })

  it('is renamed so often and no more, and a name that it has already is no event', async () => {
    const { auth, events, laptop } = await signedInTwice({
      renames: { perAccount: 3, perNetwork: 100, window: minute },
    })
    const { id } = laptop.session
    for (const name of ['One', 'One', 'Two', 'Two', 'Three']) await auth.access.rename(laptop, id, name, client)
    await expect(auth.access.rename(laptop, id, 'Four', client)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    expect((await auth.access.rename(laptop, id, 'Three', client)).givenName).toBe('Three')
    expect(events.filter(({ type }) => type === 'session_renamed')).toHaveLength(3)
  })

  it('is where it was last used from', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    clock.advance(second)
    await auth.sessions.authenticate(laptop.token, { ip: '192.0.2.77' })
    const shown = async () => (await auth.access.list(phone)).find(({ id }) => id === laptop.session.id)
    expect(await shown()).toMatchObject({ ip: '192.0.2.77', lastSeenAt: clock.now() })
    await auth.sessions.flushActivity()
    expect(await shown()).toMatchObject({ ip: '192.0.2.77' })
    await auth.sessions.authenticate(laptop.token, { ip: null })
    expect(await shown()).toMatchObject({ ip: '192.0.2.77' })
  })
})

const another = { currentPassword: credentials.password, newPassword: 'another good one' }

async function signInOver(auth: ReturnType<typeof testAuth>['auth'], { session }: Caller): Promise<unknown> {
  return auth.passwords.signIn(credentials, { client, replaces: session })
}
