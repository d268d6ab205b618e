import { join } from 'node:path'
import { revocationBound } from '@latchkey/schema'
import { endInDatabase, recheckIntervalMs } from './end-in-database.ts'
import { measureRevocation } from './measure-revocation.ts'
import { printMachine, printTable } from './print-table.ts'
import { quantile, spread } from './quantile.ts'
import { runBench } from './run-bench.ts'
import { startServer } from './start-server.ts'

/** Measures how soon ending a session closes its open stream and refuses its next request. */

const streams = 200
const rounds = 200
const roundsInDatabase = 10

await runBench(240_000, async (bench) => {
  const file = join(bench.folder, 'bench.db')
  const { url, stop } = await startServer(bench, file)
  const { toLastEvent, toClose, toRefusal, fromRequest, open } = await measureRevocation({
    bench,
    url,
    streams,
    rounds,
  })

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

  const inDatabase = await endInDatabase({ bench, file, url, sessions: open.slice(0, roundsInDatabase) })
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
