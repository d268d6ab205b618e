import { type MeasuredRounds, measureTogether, medianOf, type Round } from '../measure-round.ts'
import type { SentRequest } from '../requests.ts'
import { runLoad } from '../run-load.ts'
import { connections, scheduleOf } from '../schedule.ts'
import type { PreparedContestant, RunningContestant } from '../start-contestant.ts'

const signInRoundMs = { quick: 2000, full: 5000 } as const

/** The same requests, over as many connections, to the first server alone and spread over both. */
export interface Throughput {
  readonly one: MeasuredRounds
  readonly two: MeasuredRounds
}

export interface MeasuredThroughput {
  readonly queries: Throughput
  readonly signIns: Throughput
}

/**
 * Measures the authenticated query and sign-ins with a password of one and of two servers, in turns. Both run all the time:
 * the one that is not asked costs what it costs by itself.
 */
export async function measureThroughput(
  { queries, signIns, servicePids }: PreparedContestant,
  servers: readonly [RunningContestant, RunningContestant],
  isQuick: boolean,
): Promise<MeasuredThroughput> {
  const { rounds, warmUpMs, roundMs } = scheduleOf(isQuick)
  const ask = (requests: readonly SentRequest[], ms: number, asked: readonly RunningContestant[]): Promise<Round> =>
    measureTogether(
      asked.map(({ pid, port }, index) => ({
        pid,
        load: {
          port,
          requests: startingAt(requests, index / asked.length),
          connections: connections / asked.length,
          ms,
        },
      })),
      servicePids,
    )
  const inTurns = async (requests: readonly SentRequest[], ms: number): Promise<Throughput> => {
    const one: Round[] = []
    const two: Round[] = []
    for (let round = 0; round < rounds; round += 1) {
      one.push(await ask(requests, ms, servers.slice(0, 1)))
      two.push(await ask(requests, ms, servers))
    }
    return { one: medianOf(one), two: medianOf(two) }
  }
  for (const { port } of servers) await runLoad({ port, requests: queries, connections, ms: warmUpMs })
  return {
    queries: await inTurns(queries, roundMs),
    signIns: await inTurns(signIns, isQuick ? signInRoundMs.quick : signInRoundMs.full),
  }
}

/** The requests from a share of them on, and then those before it: two servers do not sign the same users in at a time. */
function startingAt(requests: readonly SentRequest[], share: number): readonly SentRequest[] {
  const start = Math.floor(share * requests.length)
  return [...requests.slice(start), ...requests.slice(0, start)]
}
