import { setTimeout } from 'node:timers/promises'
import { revocationBound } from '@latchkey/schema'
import { call, callOk } from './call.ts'
import { type OpenSession, openSession, signIn, type SignedIn } from './open-session.ts'
import { quantile } from './quantile.ts'
import type { Bench } from './run-bench.ts'
import { withTimeout } from './with-timeout.ts'

const streamsPerUser = 10
const timeoutMs = 10_000
/** Between rounds, so that the events of a sign-in to the other streams are sent before the next measurement. */
const pauseMs = 25

/** Each list has the milliseconds of the rounds; those of the answer are below zero for what came before it. */
export interface RevocationTimes {
  /** From the answer of `sessions.end` to the last event of the ended session's stream. */
  readonly toLastEvent: readonly number[]
  /** From the request to the same event. */
  readonly fromRequest: readonly number[]
  /** From the answer to the close of the stream. */
  readonly toClose: readonly number[]
  /** From the answer to the refusal of the session's next request, which is sent at once. */
  readonly toRefusal: readonly number[]
  /** The sessions whose streams are open at the end. */
  readonly open: readonly OpenSession[]
}

interface WatchingUser {
  readonly email: string
  /** The session that ends the others; it has no stream. */
  readonly ender: SignedIn
  readonly watching: OpenSession[]
}

/**
 * Ends one session after the other, each from another one of its user, and measures how soon its stream and its next request
 * are told. A new session takes the place of each, so that the number of open streams stays.
 */
export async function measureRevocation({
  bench,
  url,
  streams,
  rounds,
}: {
  readonly bench: Bench
  readonly url: string
  readonly streams: number
  readonly rounds: number
}): Promise<RevocationTimes> {
  const users = await openStreams(url, streams)
  const toLastEvent: number[] = []
  const fromRequest: number[] = []
  const toClose: number[] = []
  const toRefusal: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const user = users[round % users.length]
    const target = user?.watching.shift()
    if (user === undefined || target === undefined) throw new Error('a session is missing')
    const others = users.flatMap(({ watching }) => watching).filter(({ watch }) => watch.isOpen()).length
    if (others !== streams - 1) bench.fail(`round ${round}: ${others} other streams are open, not ${streams - 1}`)

    const { ender, email } = user
    const sentAt = performance.now()
    const ended = await callOk(url, 'sessions.end', { cookie: ender.cookie, input: { id: target.id } })
    const refused = await call(url, 'events.list', { cookie: target.cookie })
    if (refused.reason !== 'SESSION_ENDED') bench.fail(`round ${round}: the next request got ${refused.status}`)
    const { event, at } = await withTimeout(timeoutMs, 'the last event', target.watch.lastEvent)
    const closedAt = await withTimeout(timeoutMs, 'the close', target.watch.closed)
    const ending = event.type === 'ended' ? event.ending : null
    if (ending?.endReason !== 'ended_by_user' || ending.endedBy?.id !== ender.id) {
      bench.fail(`round ${round}: the last event was ${JSON.stringify(event)}`)
    }
    toLastEvent.push(at - ended.at)
    fromRequest.push(at - sentAt)
    toClose.push(closedAt - ended.at)
    toRefusal.push(refused.at - ended.at)

    user.watching.push(await openSession(url, email))
    await setTimeout(pauseMs)
  }
  if (quantile(toLastEvent, 0.99) > revocationBound) {
    bench.fail(`with ${streams} open streams, one receives the end of its session too late`)
  }
  return { toLastEvent, fromRequest, toClose, toRefusal, open: users.flatMap(({ watching }) => watching) }
}

/** Signs users in until so many of their sessions have an open stream. */
async function openStreams(url: string, streams: number): Promise<readonly WatchingUser[]> {
  const users = Math.ceil(streams / streamsPerUser)
  return Promise.all(
    Array.from({ length: users }, async (_, user): Promise<WatchingUser> => {
      const email = `user${user}@example.com`
      const ender = await signIn(url, email)
      const watching: OpenSession[] = []
      const count = Math.min(streamsPerUser, streams - user * streamsPerUser)
      for (let n = 0; n < count; n += 1) watching.push(await openSession(url, email))
      return { email, ender, watching }
    }),
  )
}
