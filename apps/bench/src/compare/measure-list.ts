import type { SessionListView } from '@latchkey/schema'
import { callOk } from '../call.ts'
import { cookieOf } from '../fill-database.ts'
import { printTable } from '../print-table.ts'
import type { Bench } from '../run-bench.ts'
import { latchkey } from './contestants.ts'
import { type MeasuredRounds, measureRound, medianOf, type Round, roundCells, roundColumns } from './measure-round.ts'
import { runLoad } from './run-load.ts'
import { connections, scheduleOf } from './schedule.ts'
import { prepare } from './start-contestant.ts'

export interface MeasuredList {
  /** The authenticated query that all contestants answer. */
  readonly me: MeasuredRounds
  readonly list: MeasuredRounds
  /** How many sessions a user has. */
  readonly listed: number
}

/** Measures the list of a user's sessions, which the Access screen shows, in turns with the authenticated query. */
export async function measureList(bench: Bench, isQuick: boolean): Promise<MeasuredList> {
  const { rounds, warmUpMs, roundMs } = scheduleOf(isQuick)
  const { queries, start } = await prepare(bench, latchkey('Latchkey, list', 100_000))
  const lists = queries.map((query) => ({ ...query, path: '/trpc/sessions.list' }))
  const { port, pid, stop } = await start()
  const { data } = await callOk(`http://127.0.0.1:${port}`, 'sessions.list', { cookie: cookieOf(0) })
  const listed = 1 + (data as SessionListView).others.length
  await runLoad({ port, requests: [...queries, ...lists], connections, ms: warmUpMs })
  const meRounds: Round[] = []
  const listRounds: Round[] = []
  for (let round = 0; round < rounds; round += 1) {
    meRounds.push(await measureRound(pid, { port, requests: queries, connections, ms: roundMs }))
    listRounds.push(await measureRound(pid, { port, requests: lists, connections, ms: roundMs }))
  }
  await stop()
  const [me, list] = [medianOf(meRounds), medianOf(listRounds)]
  printTable(
    ['list of a user’s sessions', ...roundColumns('`auth.me`')],
    [
      ['`auth.me`', ...roundCells(me, me)],
      [`\`sessions.list\` of ${listed} sessions`, ...roundCells(list, me)],
    ],
  )
  return { me, list, listed }
}
