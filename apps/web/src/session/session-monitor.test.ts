import type { AppRouter } from '@latchkey/api'
import type { EndingView, MeView, SessionWatchEvent } from '@latchkey/schema'
import { MutationObserver } from '@tanstack/react-query'
import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client'
import { getMutationKey } from '@trpc/react-query'
import { observable } from '@trpc/server/observable'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createQueryClient } from '../api/query-client.ts'
import { createQueryUtils } from '../api/query-utils.ts'
import { trpc } from '../api/trpc.ts'
import { Connection } from '../connection/connection.ts'
import { SessionCache } from './session-cache.ts'
import { SessionMonitor } from './session-monitor.ts'
import { testingList, testingSession } from './testing-session.ts'

const me: MeView = {
  user: { id: 'ada', email: 'ada@example.com', emailProvenAt: null, name: 'Ada', role: 'user', createdAt: '' },
  session: testingSession({ id: 'current', current: true }),
  secondFactorDue: false,
}
const ending: EndingView = { endedAt: '2026-11-20T10:42:00Z', endReason: 'ended_by_user', endedBy: null }

function refusal(): TRPCClientError<AppRouter> {
  const data = { code: 'UNAUTHORIZED', httpStatus: 401, reason: 'SESSION_ENDED', requestId: 'r1' }
  return TRPCClientError.from({ error: { code: -32_001, message: '', data } })
}

/** A tab on a private page, over a server that answers what the test sets. */
async function openTab() {
  const server = { me: me as MeView | null, isRefusing: false, calls: [] as string[] }
  let send: ((event: SessionWatchEvent) => void) | null = null
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        server.calls.push(op.path)
        if (op.type === 'subscription') {
          send = (event) => observer.next({ result: { type: 'data', data: event } })
        } else if (op.path === 'auth.me') {
          observer.next({ result: { type: 'data', data: server.me } })
          observer.complete()
        } else if (server.isRefusing) {
          observer.error(refusal())
        } else {
          observer.next({ result: { type: 'data', data: testingList() } })
          observer.complete()
        }
      })
  const client = createTRPCClient<AppRouter>({ links: [link] })
  const queryClient = createQueryClient()
  const utils = createQueryUtils(client, queryClient)
  const page = { isPrivate: true }
  const goToEnded = vi.fn<() => Promise<void>>(async () => {
    page.isPrivate = false
  })
  const monitor = new SessionMonitor({
    client,
    cache: new SessionCache(queryClient, utils),
    connection: new Connection({
      probe: () => Promise.resolve(true),
      hasNetwork: () => true,
      now: () => Date.now(),
      random: () => 1,
    }),
    texts: () => ({ notice: '', retry: '' }),
    random: () => 1,
  })
  monitor.start({ isOnPrivatePage: () => page.isPrivate, goToEnded, recheck: async () => {} })
  monitor.hold()
  await utils.auth.me.fetch()
  const fetchList = () => utils.sessions.list.fetch(undefined, { staleTime: 0 }).catch(() => null)
  return { server, utils, queryClient, goToEnded, fetchList, deliver: (event: SessionWatchEvent) => send?.(event) }
}

beforeEach(() => {
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

it('asks auth.me after a refusal, and stays where a user is signed in', async () => {
  const { server, goToEnded, fetchList } = await openTab()
  server.isRefusing = true
  server.calls = []
  await fetchList()
  await vi.waitFor(() => expect(server.calls).toEqual(['sessions.list', 'auth.me']))
  expect(goToEnded).not.toHaveBeenCalled()
})

it('leaves once, and clears the user’s data, when auth.me confirms the end', async () => {
  const { server, utils, goToEnded, fetchList } = await openTab()
  await fetchList()
  server.isRefusing = true
  server.me = null
  await Promise.all([fetchList(), utils.events.list.fetch({ limit: 1 }).catch(() => null)])
  await vi.waitFor(() => expect(utils.sessions.list.getData()).toBeUndefined())
  expect(goToEnded).toHaveBeenCalledTimes(1)
  expect(utils.auth.me.getData()).toBeNull()
})

it('leaves without asking when the stream says that the session ended, and keeps the reason', async () => {
  const { server, utils, goToEnded, deliver } = await openTab()
  server.calls = []
  deliver({ type: 'ended', ending })
  expect(utils.auth.me.getData()).toBeNull()
  expect(goToEnded).toHaveBeenCalledTimes(1)
  await vi.waitFor(() => expect(utils.sessions.ending.getData()).toEqual(ending))
  expect(server.calls).toEqual([])
})

it('stores the list that the stream delivers', async () => {
  const { utils, deliver } = await openTab()
  const sessions = testingList(testingSession({ id: 'phone' }))
  deliver({ type: 'sessions', sessions })
  await vi.waitFor(() => expect(utils.sessions.list.getData()).toEqual(sessions))
})

it('does not report an end while the user signs out, and does so again after a sign-out that failed', async () => {
  const { utils, queryClient, goToEnded } = await openTab()
  let fail = (): void => {}
  const signOut = new MutationObserver(queryClient, {
    mutationKey: getMutationKey(trpc.auth.signOut),
    mutationFn: () =>
      new Promise<void>((_, reject) => {
        fail = () => reject(new Error('offline'))
      }),
  })
  const signingOut = signOut.mutate().catch(() => null)
  utils.auth.me.setData(undefined, null)
  expect(goToEnded).not.toHaveBeenCalled()
  await vi.waitFor(() => expect(signOut.getCurrentResult().status).toBe('pending'))
  fail()
  await signingOut
  utils.auth.me.setData(undefined, null)
  expect(goToEnded).toHaveBeenCalledTimes(1)
})
