import { Agent } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { hash } from '@node-rs/argon2'
import { call, type CallResult, callOk } from './call.ts'
import { mannWhitney } from './mann-whitney.ts'
import { printMachine, printTable } from './print-table.ts'
import { inMs, quantile } from './quantile.ts'
import { type Bench, runBench } from './run-bench.ts'
import { startFlood } from './start-flood.ts'
import { startServer } from './start-server.ts'

/**
 * Compares the time of sign-ins that fail: with an unknown address, and with addresses whose passwords are stored in
 * several ways. Hashing is cheap and the limits are out of reach, so that nothing hides a difference.
 */

const password = 'correct horse battery'
const attempts = 300
const warmUp = 30
const repeats = 3
const minP = 0.05
const maxDifferenceMs = 0.3

const today = { memoryCost: 1024, timeCost: 1, parallelism: 1 }
const weaker = { memoryCost: 256, timeCost: 1, parallelism: 1 }
const stronger = { memoryCost: 2048, timeCost: 2, parallelism: 1 }

const env = {
  TRUST_PROXY: '1',
  PASSWORD_HASH_MEMORY_KIB: String(today.memoryCost),
  PASSWORD_HASH_PASSES: String(today.timeCost),
  ATTEMPTS_PER_ACCOUNT: '1000000',
  ATTEMPTS_PER_NETWORK: '1000000',
}

const unknown = 'unknown@example.com'
const cases = {
  'wrong password': 'today@example.com',
  'no password': 'none@example.com',
  'wrong password, weaker hash': 'weaker@example.com',
  'wrong password, stronger hash': 'stronger@example.com',
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

await runBench(900_000, async (bench) => {
  printMachine()
  for (const load of ['idle', 'under load'] as const) {
    const file = join(bench.folder, `${load}.db`)
    const { url, stop } = await startServer(bench, file, env)
    await prepareUsers(url, file)
    const ip = '10.0.0.1'
    const flood =
      load === 'idle'
        ? null
        : startFlood({ url, networks: [{ ip, email: unknown }], inFlight: 2, password: 'not the password' })
    const rows = []
    for (const [name, email] of Object.entries(cases)) rows.push(...(await compare(bench, { url, load, name, email })))
    await flood?.stop()
    await stop()
    print(load, rows)
  }

  // One attempt in a window: every one after the first is refused by the limit.
  const file = join(bench.folder, 'limited.db')
  const limits = { ATTEMPTS_PER_ACCOUNT: '1', ATTEMPT_WINDOW_MINUTES: '1440' }
  const { url, stop } = await startServer(bench, file, { ...env, ...limits })
  await prepareUsers(url, file)
  print('limited', await compare(bench, { url, load: 'limited', name: 'a known address', email: 'today@example.com' }))
  await stop()
})

/** Signs users up, and stores their passwords in several ways. */
async function prepareUsers(url: string, file: string): Promise<void> {
  for (const [n, email] of Object.values(cases).entries()) {
    await callOk(url, 'auth.signUp', { input: { email, password, name: 'Ada' }, from: `192.0.2.${n}` })
  }
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 3000')
  const ofUser = 'WHERE user_id = (SELECT id FROM users WHERE email = ?)'
  const update = database.prepare(`UPDATE password_credentials SET hash = ? ${ofUser}`)
  update.run(await hash(password, weaker), cases['wrong password, weaker hash'])
  update.run(await hash(password, stronger), cases['wrong password, stronger hash'])
  database.prepare(`DELETE FROM password_credentials ${ofUser}`).run(cases['no password'])
  database.close()
}

/** Times an address and an unknown one in turns, several times over. Returns the rows of a table. */
async function compare(
  bench: Bench,
  {
    url,
    load,
    name,
    email,
  }: { readonly url: string; readonly load: string; readonly name: string; readonly email: string },
): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = []
  const differences: number[] = []
  let different = 0
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const times: Record<string, number[]> = { [email]: [], [unknown]: [] }
    const answers = new Set<string>()
    for (let n = -warmUp; n < attempts; n += 1) {
      // Which of the two comes first changes, so that neither has an advantage.
      for (const address of n % 2 === 0 ? [email, unknown] : [unknown, email]) {
        const sentAt = performance.now()
        const answer = await signIn(url, address)
        if (n < 0) continue
        times[address]?.push(answer.at - sentAt)
        answers.add(`${answer.status} ${answer.reason}`)
      }
    }
    if (answers.size !== 1) bench.fail(`${name}, ${load}: the answers differ: ${[...answers].join(', ')}`)
    const [own = [], others = []] = [times[email], times[unknown]]
    const difference = quantile(own, 0.5) - quantile(others, 0.5)
    const p = mannWhitney(own, others)
    differences.push(Math.abs(difference))
    if (p <= minP) different += 1
    rows.push([name, String(repeat), inMs(quantile(others, 0.5)), difference.toFixed(3), p.toFixed(3)])
  }
  // One p in twenty is below the bound by chance.
  if (different > 1) bench.fail(`${name}, ${load}: the time differs in ${different} of ${repeats} repeats`)
  // Under load the median of one address differs from itself by more.
  if (load !== 'under load' && quantile(differences, 0.5) >= maxDifferenceMs)
    bench.fail(`${name}, ${load}: the medians differ too much`)
  return rows
}

function signIn(url: string, email: string): Promise<CallResult> {
  const input = { email, password: 'not the password' }
  return call(url, 'auth.signIn', { input, from: '198.51.100.1', agent })
}

function print(title: string, rows: readonly (readonly string[])[]): void {
  console.log(`${title}: against an unknown address, ${attempts} attempts each, in turns. Milliseconds.\n`)
  printTable(['address', 'repeat', 'median, unknown', 'difference', 'p'], rows)
}
