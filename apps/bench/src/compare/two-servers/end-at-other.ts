import { setTimeout } from 'node:timers/promises'
import { call, callOk } from '../../call.ts'
import { recheckIntervalMs } from '../../end-in-database.ts'
import { openSession, signIn, type SignedIn } from '../../open-session.ts'
import type { Bench } from '../../run-bench.ts'
import { withTimeout } from '../../with-timeout.ts'

const timeoutMs = 10_000
/** Before an ending, so that what the sign-in before it has caused is done. */
const pauseMs = 25
/** Where the signals are cut a round takes up to three seconds, so that many users have theirs at the same time. */
const usersAtOnce = { heard: 1, cut: 10 } as const
/** Multiples of it, without their whole part, are spread evenly however many there are. */
const goldenRatio = 0.618_034

/** Each list has milliseconds from the answer of `sessions.end`; what is below zero came before it. */
export interface EndingsAtOther {
  readonly toRefusal: readonly number[]
  readonly toClose: readonly number[]
  /** How many next requests were answered as if the session were live: each is a failure. */
  readonly violations: number
}

export interface TwoServers {
  readonly first: string
  readonly second: string
}

/**
 * Ends sessions at the first server that the same user has started at the second one, where each has an open stream, and
 * sends the next request of each to the second server at once.
 */
export async function endAtOther(
  bench: Bench,
  servers: TwoServers,
  { rounds, areSignalsCut }: { readonly rounds: number; readonly areSignalsCut: boolean },
): Promise<EndingsAtOther> {
  const lanes = areSignalsCut ? usersAtOnce.cut : usersAtOnce.heard
  const toRefusal: number[] = []
  const toClose: number[] = []
  let violations = 0
  let begun = 0
  const keepEnding = async (_: unknown, lane: number): Promise<void> => {
    const email = `two-servers-${lane}@example.com`
    const ender = await signIn(servers.first, email)
    while (begun < rounds) {
      begun += 1
      // A stream closes at a look at the rows: delays spread the rounds over the interval between two of them.
      const pause = areSignalsCut ? recheckIntervalMs * ((begun * goldenRatio) % 1) : pauseMs
      const round = await endOne(bench, servers, { ender, email, pause })
      toRefusal.push(round.toRefusal)
      toClose.push(round.toClose)
      if (!round.isRefused) violations += 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, keepEnding))
  return { toRefusal, toClose, violations }
}

async function endOne(
  bench: Bench,
  { first, second }: TwoServers,
  { ender, email, pause }: { readonly ender: SignedIn; readonly email: string; readonly pause: number },
): Promise<{ readonly toRefusal: number; readonly toClose: number; readonly isRefused: boolean }> {
  const target = await openSession(second, email)
  await setTimeout(pause)
  if (!target.watch.isOpen()) bench.fail('the stream at the second server closed before the session was ended')
  const ended = await callOk(first, 'sessions.end', { cookie: ender.cookie, input: { id: target.id } })
  const refused = await call(second, 'events.list', { cookie: target.cookie })
  const isRefused = refused.reason === 'SESSION_ENDED'
  if (!isRefused) bench.fail(`ended at the first server: the next request to the second got ${refused.status}`)
  const { event } = await withTimeout(timeoutMs, 'the last event', target.watch.lastEvent)
  if (event.type !== 'ended') bench.fail(`ended at the first server: the last event was ${JSON.stringify(event)}`)
  const closedAt = await withTimeout(timeoutMs, 'the close', target.watch.closed)
  return { toRefusal: refused.at - ended.at, toClose: closedAt - ended.at, isRefused }
}
