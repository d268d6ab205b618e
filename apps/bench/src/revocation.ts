import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { revocationBound } from '@latchkey/schema'
import { call, callOk } from './call.ts'
import { endInDatabase, recheckIntervalMs } from './end-in-database.ts'
import { type OpenSession, openSession } from './open-session.ts'
import { printMachine, printTable } from './print-table.ts'
import { quantile, spread } from './quantile.ts'
import { runBench } from './run-bench.ts'
import { startServer } from './start-server.ts'
import { withTimeout } from './with-timeout.ts'

/** Measures how soon ending a session closes its open stream and refuses its next request. */

const users = 20
const sessionsPerUser = 10
const rounds = 200
const roundsInDatabase = 10
const timeoutMs = 10_000
/** Between rounds, so that the events of a sign-in to the nine other streams are sent before the next measurement. */
const pauseMs = 25

await runBench(240_000, async (bench) => {
  const file = join(bench.folder, 'bench.db')
  const { url, stop } = await startServer(bench, file)
  const sessionsByUser = await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      const sessions: OpenSession[] = []
      for (let n = 0; n < sessionsPerUser; n += 1) sessions.push(await openSession(url, emailOf(user)))
      return sessions
    }),
  )
  const openStreams = (): number => sessionsByUser.flat().filter(({ watch }) => watch.isOpen()).length
  const streams = openStreams()

  const toLastEvent: number[] = []
  const fromRequest: number[] = []
  const toClose: number[] = []
  const toRefusal: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const [user, index] = [round % users, Math.floor(round / users) % sessionsPerUser]
    const sessions = sessionsByUser[user] ?? []
    const [ender, target] = [sessions[(index + 1) % sessionsPerUser], sessions[index]]
    if (ender === undefined || target === undefined) throw new Error('a session is missing')
    if (openStreams() !== streams) bench.fail(`round ${round}: ${openStreams()} streams are open, not ${streams}`)

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

    sessions[index] = await openSession(url, emailOf(user))
    await setTimeout(pauseMs)
  }

  printMachine()
  console.log(`${rounds} rounds, ${streams} open streams. Milliseconds; \`sessions.end\` is answered at 0.`)
  console.log('Negative: it arrived before the answer. One process reads both, one after the other.\n')
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
  if (p99 > revocationBound) bench.fail('an open stream receives the end of its session too late')

  const inDatabase = await endInDatabase({
    bench,
    file,
    url,
    sessions: sessionsByUser.flat().slice(0, roundsInDatabase),
  })
  console.log(
    `${roundsInDatabase} sessions ended by an UPDATE from another process; the server compares streams with the database every 3 s.\n`,
  )
  printTable(
    ['measure', 'min', 'p50', 'p99', 'max'],
    [
      ['commit → refusal of the next request, sent at once', ...spread(inDatabase.toRefusal)],
      ['commit → last event of its stream', ...spread(inDatabase.toLastEvent)],
    ],
  )
  if (Math.max(...inDatabase.toLastEvent) > recheckIntervalMs + revocationBound) {
    bench.fail('an open stream receives the change of its row too late')
  }
  await stop()
})

function emailOf(user: number): string {
  return `user${user}@example.com`
}
