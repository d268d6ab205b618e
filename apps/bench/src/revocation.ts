import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { revocationBound } from '@latchkey/schema'
import { call, callOk } from './call.ts'
import { endBehindItsBack, recheck } from './end-behind-its-back.ts'
import { type OpenSession, openSession } from './open-session.ts'
import { printMachine, printTable } from './print-table.ts'
import { quantile, spread } from './quantile.ts'
import { runBench } from './run-bench.ts'
import { startServer } from './start-server.ts'
import { within } from './within.ts'

/** How soon an ended session is out: its open tab, and its next request. */

const users = 20
const sessionsEach = 10
const rounds = 200
const roundsBehind = 10
const patience = 10_000
/** Between rounds, so that what a sign-in tells nine other tabs is over before the next ending is measured. */
const pause = 25

await runBench(240_000, async (bench) => {
  const file = join(bench.folder, 'bench.db')
  const { url, stop } = await startServer(bench, file)
  const everyone = await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      const sessions: OpenSession[] = []
      for (let n = 0; n < sessionsEach; n += 1) sessions.push(await openSession(url, emailOf(user)))
      return sessions
    }),
  )
  const open = (): number => everyone.flat().filter(({ watch }) => watch.isOpen()).length
  const streams = open()

  const toLastEvent: number[] = []
  const fromRequest: number[] = []
  const toClose: number[] = []
  const toRefusal: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const [user, b] = [round % users, Math.floor(round / users) % sessionsEach]
    const sessions = everyone[user] ?? []
    const [ender, target] = [sessions[(b + 1) % sessionsEach], sessions[b]]
    if (ender === undefined || target === undefined) throw new Error('a session is missing')
    if (open() !== streams) bench.fail(`round ${round}: ${open()} streams are open, not ${streams}`)

    const sentAt = performance.now()
    const answer = await callOk(url, 'sessions.end', { cookie: ender.cookie, input: { id: target.id } })
    const refused = await call(url, 'events.list', { cookie: target.cookie })
    if (refused.reason !== 'SESSION_ENDED') bench.fail(`round ${round}: the next request got ${refused.status}`)
    const { event, at } = await within(patience, 'the last event', target.watch.lastEvent)
    const closedAt = await within(patience, 'the close', target.watch.closed)
    const ending = event.type === 'ended' ? event.ending : null
    if (ending?.endReason !== 'ended_by_user' || ending.endedBy?.id !== ender.id) {
      bench.fail(`round ${round}: the last event was ${JSON.stringify(event)}`)
    }
    toLastEvent.push(at - answer.at)
    fromRequest.push(at - sentAt)
    toClose.push(closedAt - answer.at)
    toRefusal.push(refused.at - answer.at)

    sessions[b] = await openSession(url, emailOf(user))
    await setTimeout(pause)
  }

  printMachine()
  console.log(`${rounds} rounds, ${streams} open streams. Milliseconds; \`sessions.end\` is answered at 0.`)
  console.log('Below zero: it was there before the answer was. The same process reads both, one after the other.\n')
  printTable(
    ['measure', 'min', 'p50', 'p99', 'max'],
    [
      ['answer → last event of the ended session’s stream', ...spread(toLastEvent)],
      ['answer → that stream closed', ...spread(toClose)],
      ['answer → refusal of its next request, sent at once', ...spread(toRefusal)],
      ['sending `sessions.end` → last event', ...spread(fromRequest)],
    ],
  )
  const p99 = quantile(toLastEvent, 0.99)
  console.log(`Bound: ${revocationBound} ms. p99 is ${p99 <= revocationBound ? 'within' : 'ABOVE'} it.\n`)
  if (p99 > revocationBound) bench.fail('an open tab hears too late that its session is over')

  const behind = await endBehindItsBack({ bench, file, url, sessions: everyone.flat().slice(0, roundsBehind) })
  console.log(
    `${roundsBehind} sessions ended by an UPDATE from another process; streams are held against it every 3 s.\n`,
  )
  printTable(
    ['measure', 'min', 'p50', 'p99', 'max'],
    [
      ['commit → refusal of the next request, sent at once', ...spread(behind.toRefusal)],
      ['commit → last event of its stream', ...spread(behind.toLastEvent)],
    ],
  )
  if (Math.max(...behind.toLastEvent) > recheck + revocationBound) bench.fail('a change of the row is noticed too late')
  await stop()
})

function emailOf(user: number): string {
  return `user${user}@example.com`
}
