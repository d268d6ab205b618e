import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SessionListView } from '@latchkey/schema'
import { callOk } from '../call.ts'
import { cookieOf } from '../fill-database.ts'
import { printTable } from '../print-table.ts'
import type { Bench } from '../run-bench.ts'
import { latchkey } from './contestants.ts'
import { type MeasuredRounds, measureRound, medianOf, type Round, roundCells, roundColumns } from './measure-round.ts'
import type { SentRequest } from './requests.ts'
import { runLoad } from './run-load.ts'
import { connections, scheduleOf } from './schedule.ts'
import { prepare } from './start-contestant.ts'

/** A session ends once, and each user has one beside the one that asks: all rounds together ask for fewer than 10,000. */
const endingsPerRound = { quick: 300, full: 900 } as const

const hour = 3_600_000

export interface MeasuredEndings {
  /** The authenticated query that all contestants answer. */
  readonly me: MeasuredRounds
  readonly together: MeasuredRounds
  readonly oneByOne: MeasuredRounds
}

/**
 * Measures `sessions.end`, each for a live session of another user, ended from the user's other session after a step-up: 32
 * at a time, and one after the other. Every answer has to say that the session ended by it.
 */
export async function measureEndings(bench: Bench, isQuick: boolean): Promise<MeasuredEndings> {
  const { rounds, roundMs } = scheduleOf(isQuick)
  const { folder, queries, start } = await prepare(bench, latchkey('Latchkey, ending', 100_000))
  stepUpEverywhere(join(folder, 'latchkey.db'))
  const { port, pid, stop } = await start()
  const size = isQuick ? endingsPerRound.quick : endingsPerRound.full
  const endings = await endingsOf(port, size * (1 + 2 * rounds))
  const take = (): readonly SentRequest[] => endings.splice(0, size)
  const ending = { port, ms: null, expected: '{"ended":true}' }
  await runLoad({ ...ending, requests: take(), connections })
  const me: Round[] = []
  const together: Round[] = []
  const oneByOne: Round[] = []
  for (let round = 0; round < rounds; round += 1) {
    me.push(await measureRound(pid, { port, requests: queries, connections, ms: roundMs }))
    together.push(await measureRound(pid, { ...ending, requests: take(), connections }))
    oneByOne.push(await measureRound(pid, { ...ending, requests: take(), connections: 1 }))
  }
  await stop()
  const medians = { me: medianOf(me), together: medianOf(together), oneByOne: medianOf(oneByOne) }
  console.log(`A round is ${size} endings.\n`)
  printTable(
    ['ending of a session', ...roundColumns('`auth.me`')],
    [
      [`\`auth.me\`, ${connections} at a time`, ...roundCells(medians.me, medians.me)],
      [`\`sessions.end\`, ${connections} at a time`, ...roundCells(medians.together, medians.me)],
      ['`sessions.end`, one by one', ...roundCells(medians.oneByOne, medians.me)],
    ],
  )
  return medians
}

/** Lets every live session end others for an hour, as after a step-up, which would hash a password for each. */
function stepUpEverywhere(file: string): void {
  const database = new DatabaseSync(file)
  database.prepare('UPDATE sessions SET sudo_until = ? WHERE ended_at IS NULL').run(Date.now() + hour)
  database.close()
}

/** Returns requests that each end the other session of a user. */
async function endingsOf(port: number, count: number): Promise<SentRequest[]> {
  const endings: SentRequest[] = []
  for (let user = 0; user < count; user += 1) {
    const cookie = cookieOf(user)
    const { data } = await callOk(`http://127.0.0.1:${port}`, 'sessions.list', { cookie })
    const id = (data as SessionListView).others[0]?.id
    if (id === undefined) throw new Error(`user ${user} has no other session`)
    endings.push({ method: 'POST', path: '/trpc/sessions.end', headers: { Cookie: cookie }, body: { id } })
  }
  return endings
}
