import { describe, expect, it, vi } from 'vitest'
import type { Caller } from './caller.ts'
import { minute, second } from '../core/duration.ts'
import { aRequest as request, noEvents } from '../testing/fixtures.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { testAuth } from '../testing/test-auth.ts'
import type { WatchMessage } from './session-stream.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const elsewhere = { ip: '198.51.100.9', userAgent: firefox, hints: null, requestId: 'request-2' }
const credentials = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

async function signedInTwice(options: Parameters<typeof testAuth>[0] = {}) {
  const tested = testAuth(options)
  const laptop = await tested.auth.passwords.signUp(credentials, { request, replaces: null })
  tested.clock.advance(second)
  const phone = await tested.auth.passwords.signIn(credentials, { request: elsewhere, replaces: null })
  return { ...tested, laptop, phone }
}

/** Reads a stream; returns what it has sent so far, and how to close it. */
function open(watch: (signal: AbortSignal) => AsyncIterable<WatchMessage>) {
  const received: WatchMessage[] = []
  const abort = new AbortController()
  const done = (async () => {
    for await (const message of watch(abort.signal)) received.push(message)
  })()
  return { received, done, close: () => abort.abort() }
}

const to = (signal: AbortSignal, ip: string | null = null) => ({ signal, ip, onFinalMessage: () => undefined })

/** Lets everything run that is ready to run; nothing in the domain waits for a timer. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

const names = (message: WatchMessage | undefined): readonly string[] =>
  message?.type === 'sessions' ? message.sessions.map(({ givenName, name }) => givenName ?? name) : []

describe('watching sessions', () => {
  it('sends the live sessions at once, and again whenever one of them changes', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const { received, done, close } = open((signal) => auth.sessions.watch(laptop, to(signal)))
    await settled()
    expect(received.map(names)).toEqual([['Firefox on Windows', 'curl']])
    await auth.sessions.rename(laptop, phone.session.id, 'Phone', request)
    await settled()
    expect(names(received.at(-1))).toEqual(['Phone', 'curl'])
    await auth.sessions.end(laptop, phone.session.id, request)
    await settled()
    expect(names(received.at(-1))).toEqual(['curl'])
    await auth.passwords.signIn(credentials, { request, replaces: null })
    await settled()
    expect(names(received.at(-1))).toEqual(['curl', 'curl'])
    close()
    await done
  })

  it('sends every tab of a session how it ended, as the final message', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const tabs = [1, 2].map(() => open((signal) => auth.sessions.watch(phone, to(signal))))
    await settled()
    await auth.sessions.rename(laptop, laptop.session.id, 'Laptop', request)
    await auth.sessions.end(laptop, phone.session.id, request)
    for (const { received, done } of tabs) {
      await done
      expect(received.at(-1)).toMatchObject({
        type: 'ended',
        ended: { endReason: 'ended_by_user', endedBy: { id: laptop.session.id, name: 'Laptop' } },
      })
    }
  })

  it.each<[string, (at: Awaited<ReturnType<typeof signedInTwice>>) => Promise<unknown>, string]>([
    ['endOthers', ({ auth, laptop }) => auth.sessions.endOthers(laptop, request), 'ended_by_user'],
    ['endAll', ({ auth, laptop }) => auth.sessions.endAll(laptop, request), 'ended_by_user'],
    ['signOut', ({ auth, phone }) => auth.sessions.signOut(phone, request), 'signed_out'],
    ['another sign-in in its browser', ({ auth, phone }) => signInOver(auth, phone), 'replaced'],
    ['a password change', ({ auth, laptop }) => auth.passwords.change(laptop, another, request), 'password_changed'],
    ['a role change', ({ auth, phone }) => auth.sessions.changeRole(phone.user, 'admin'), 'role_changed'],
  ])('sends the final message when the session ends by: %s', async (_, act, endReason) => {
    const signedIn = await signedInTwice()
    const { received, done } = open((signal) => signedIn.auth.sessions.watch(signedIn.phone, to(signal)))
    await settled()
    await act(signedIn)
    await done
    expect(received.at(-1)).toMatchObject({ type: 'ended', ended: { endReason } })
  })

  it('sends at the recheck that time or another process has ended a session', async () => {
    const stores = createMemoryStores()
    const { auth, clock, laptop, phone } = await signedInTwice({ stores })
    const [idle, ended] = [laptop, phone].map((caller) => open((signal) => auth.sessions.watch(caller, to(signal))))
    await settled()
    const ending = { at: clock.now(), reason: 'ended_by_user', by: null } as const
    await stores.sessions.end(phone.session, ending, noEvents)
    await settled()
    expect(ended?.received.at(-1)).toMatchObject({ type: 'sessions' })
    await auth.sessions.recheckWatched()
    await ended?.done
    expect(ended?.received.at(-1)).toMatchObject({ type: 'ended', ended: { endedBy: null } })

    clock.advance(12 * 60 * minute)
    await auth.sessions.recheckWatched()
    await idle?.done
    expect(idle?.received.at(-1)).toMatchObject({ type: 'ended', ended: { endReason: 'idle' } })
  })

  it('sends that a session ended when nothing is on record of it any more', async () => {
    const stores = createMemoryStores()
    const { auth, clock, laptop } = await signedInTwice({ stores })
    const { received, done } = open((signal) => auth.sessions.watch(laptop, to(signal)))
    await settled()
    await stores.sessions.end(laptop.session, { at: clock.now(), reason: 'limit', by: null }, noEvents)
    clock.advance(1)
    await stores.sessions.deleteEndedBefore(clock.now(), 1)
    await auth.sessions.recheckWatched()
    await done
    expect(received.at(-1)).toEqual({ type: 'ended', ended: null })
  })

  it('sends no list twice', async () => {
    const { auth, laptop } = await signedInTwice()
    const { received, done, close } = open((signal) => auth.sessions.watch(laptop, to(signal)))
    await settled()
    for (let times = 0; times < 5; times += 1) await auth.sessions.recheckWatched()
    await settled()
    expect(received).toHaveLength(1)
    close()
    await done
  })

  it('sends a change that is published while the list is read for an earlier one, whatever the moment', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const { received, done, close } = open((signal) => auth.sessions.watch(phone, to(signal)))
    for (let turns = 0; turns < 20; turns += 1) {
      const { session } = await auth.passwords.signIn(credentials, { request, replaces: null })
      await settled()
      await auth.sessions.rename(laptop, laptop.session.id, `Laptop ${turns}`, request)
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      await auth.sessions.end(laptop, session.id, request)
      await settled()
      expect(names(received.at(-1))).toEqual(['Firefox on Windows', `Laptop ${turns}`])
    }
    close()
    await done
  })

  it('sends a slow reader only the newest list, and the final message before any list', async () => {
    const { auth, laptop, phone } = await signedInTwice()
    const abort = new AbortController()
    const onFinalMessage = vi.fn<() => void>()
    const slow = auth.sessions.watch(phone, { signal: abort.signal, ip: null, onFinalMessage })
    expect((await slow.next()).value).toMatchObject({ type: 'sessions' })
    for (const name of ['One', 'Two', 'Three']) await auth.sessions.rename(laptop, laptop.session.id, name, request)
    await settled()
    const next = (await slow.next()).value
    expect(next === undefined ? [] : names(next)).toContain('Three')
    await auth.sessions.rename(laptop, laptop.session.id, 'Four', request)
    expect(onFinalMessage).not.toHaveBeenCalled()
    await auth.sessions.end(laptop, phone.session.id, request)
    await settled()
    // The final message is not read yet, and `onFinalMessage` was called.
    expect(onFinalMessage).toHaveBeenCalledTimes(1)
    expect((await slow.next()).value).toMatchObject({ type: 'ended' })
    expect((await slow.next()).done).toBe(true)
  })

  it('closes the oldest of too many streams of a session or of a user', async () => {
    const { auth, laptop, phone } = await signedInTwice({
      subscriptionPolicy: { perSession: 2, perUser: 3, inAll: 9, life: minute, onlineGrace: second },
    })
    const openTab = async (caller: Caller) => {
      const tab = open((signal) => auth.sessions.watch(caller, to(signal)))
      await settled()
      return tab
    }
    const first = await openTab(laptop)
    const second_ = await openTab(laptop)
    const third = await openTab(laptop)
    await first.done
    expect(first.received.at(-1)).toEqual({ type: 'closed', cause: 'displaced' })
    const fourth = await openTab(phone)
    const fifth = await openTab(phone)
    await second_.done
    expect(second_.received.at(-1)).toEqual({ type: 'closed', cause: 'displaced' })
    for (const tab of [third, fourth, fifth]) {
      expect(tab.received.at(-1)).toMatchObject({ type: 'sessions' })
      tab.close()
      await tab.done
    }
  })

  it('closes the oldest stream of the user who has most of too many in all', async () => {
    const { auth, laptop, phone } = await signedInTwice({
      subscriptionPolicy: { perSession: 4, perUser: 4, inAll: 4, life: minute, onlineGrace: second },
    })
    const bob = await auth.passwords.signUp({ ...credentials, email: 'bob@example.com' }, { request, replaces: null })
    const openTab = async (caller: Caller) => {
      const tab = open((signal) => auth.sessions.watch(caller, to(signal)))
      await settled()
      return tab
    }
    const ofBob = await openTab(bob)
    const tabs = [await openTab(laptop), await openTab(phone), await openTab(laptop), await openTab(phone)]
    await tabs[0]?.done
    expect(tabs[0]?.received.at(-1)).toEqual({ type: 'closed', cause: 'displaced' })
    const secondOfBob = await openTab(bob)
    await tabs[1]?.done
    expect(tabs[1]?.received.at(-1)).toEqual({ type: 'closed', cause: 'displaced' })
    for (const tab of [ofBob, secondOfBob, ...tabs.slice(2)]) {
      expect(tab.received.at(-1)).toMatchObject({ type: 'sessions' })
      tab.close()
      await tab.done
    }
  })

  it('closes a stream of the network that has most of too many in all, although another was there first', async () => {
    const { auth, laptop } = await signedInTwice({
      subscriptionPolicy: { perSession: 4, perUser: 4, inAll: 4, life: minute, onlineGrace: second },
    })
    const openTab = async (caller: Caller, ip: string) => {
      const tab = open((signal) => auth.sessions.watch(caller, to(signal, ip)))
      await settled()
      return tab
    }
    const first = await openTab(laptop, '192.0.2.1')
    const ofStrangers = []
    for (const host of [1, 2, 3, 4, 5]) {
      const stranger = { ...credentials, email: `stranger${host}@example.com` }
      const caller = await auth.passwords.signUp(stranger, { request, replaces: null })
      ofStrangers.push(await openTab(caller, `203.0.113.${host}`))
    }
    expect(first.received.at(-1)).toMatchObject({ type: 'sessions' })
    const closed = ofStrangers.filter(({ received }) => received.at(-1)?.type === 'closed')
    expect(closed).toHaveLength(2)
    for (const tab of [first, ...ofStrangers]) {
      tab.close()
      await tab.done
    }
  })

  it('closes streams after a bounded time, and when the process stops', async () => {
    const { auth, clock, laptop } = await signedInTwice()
    const old = open((signal) => auth.sessions.watch(laptop, to(signal)))
    await settled()
    clock.advance(13 * minute)
    await auth.sessions.recheckWatched()
    expect(old.received.at(-1)).toMatchObject({ type: 'sessions' })
    clock.advance(4 * minute)
    await auth.sessions.recheckWatched()
    await old.done
    expect(old.received.at(-1)).toEqual({ type: 'closed', cause: 'too_old' })

    const last = open((signal) => auth.sessions.watch(laptop, to(signal)))
    await settled()
    auth.sessions.closeStreams()
    await last.done
    expect(last.received.at(-1)).toEqual({ type: 'closed', cause: 'stopping' })
    const late = open((signal) => auth.sessions.watch(laptop, to(signal)))
    await late.done
    expect(late.received.at(-1)).toEqual({ type: 'closed', cause: 'stopping' })
  })

  it('lists a session as online until the grace after its last tab has passed', async () => {
    const { auth, clock, laptop, phone } = await signedInTwice()
    const watcher = open((signal) => auth.sessions.watch(laptop, to(signal)))
    await settled()
    const online = async () =>
      Object.fromEntries((await auth.sessions.list(laptop)).map((session) => [session.name, session.online]))
    expect(await online()).toEqual({ curl: true, 'Firefox on Windows': false })
    const tab = open((signal) => auth.sessions.watch(phone, to(signal)))
    await settled()
    expect(await online()).toEqual({ curl: true, 'Firefox on Windows': true })
    expect(watcher.received).toHaveLength(2)
    tab.close()
    await tab.done
    expect(await online()).toEqual({ curl: true, 'Firefox on Windows': true })
    clock.advance(5 * second)
    await auth.sessions.recheckWatched()
    await settled()
    expect(await online()).toEqual({ curl: true, 'Firefox on Windows': false })
    expect(watcher.received).toHaveLength(3)
    watcher.close()
    await watcher.done
  })
})

const another = { currentPassword: credentials.password, newPassword: 'another good one' }

async function signInOver(auth: ReturnType<typeof testAuth>['auth'], { session }: Caller): Promise<unknown> {
  return auth.passwords.signIn(credentials, { request, replaces: session })
}
