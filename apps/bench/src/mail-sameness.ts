import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { hash } from '@node-rs/argon2'
import { mannWhitney } from './mann-whitney.ts'
import { printMachine, printTable } from './print-table.ts'
import { inMs, quantile } from './quantile.ts'
import { type Bench, runBench } from './run-bench.ts'
import { startProcess } from './start-process.ts'
import { startServer } from './start-server.ts'

/**
 * Compares what is asked for by mail, for addresses with a user and without one: the answers, their headers and their time.
 * Every call has an address and a network of its own, so that no limit is reached.
 */

const attempts = 300
const warmUp = 30
const repeats = 3
const minP = 0.05

const mailbox = fileURLToPath(new URL('../../mailbox/src/main.ts', import.meta.url))

/** Hashing is cheap, so that it hides no difference. */
const cheap = { memoryCost: 1024, timeCost: 1, parallelism: 1 }
/** As servers hash that are not configured otherwise. */
const usual = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const settings = {
  TRUST_PROXY: '1',
  ATTEMPTS_PER_ACCOUNT: '1000000',
  ATTEMPTS_PER_NETWORK: '1000000',
  MAIL_FROM: 'Latchkey <no-reply@localhost>',
  EMAIL_CODES: 'on',
}

const password = 'correct horse battery'

/** A procedure, its input for an address, and how passwords are hashed. */
interface Case {
  readonly name: string
  readonly procedure: string
  readonly inputOf: (email: string) => object
  readonly hashing: typeof cheap
}

const signIn = {
  procedure: 'auth.signIn',
  inputOf: (email: string) => ({ email, password: 'not the password' }),
}

const cases: readonly Case[] = [
  {
    name: 'auth.signUp',
    procedure: 'auth.signUp',
    inputOf: (email) => ({ email, password, name: 'Ada' }),
    hashing: cheap,
  },
  ...['auth.requestPasswordReset', 'auth.requestSignInCode'].map((procedure) => ({
    name: procedure,
    procedure,
    inputOf: (email: string) => ({ email }),
    hashing: cheap,
  })),
  { name: 'auth.signIn', ...signIn, hashing: cheap },
  { name: 'auth.signIn, usual hash', ...signIn, hashing: usual },
]

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

await runBench(900_000, async (bench) => {
  printMachine()
  const { printed, stop: stopMailbox } = await startProcess(bench, {
    command: process.execPath,
    args: [mailbox],
    env: { PORT: '0', SMTP_PORT: '0' },
    ready: /"smtpUrl":"([^"]+)"/,
  })
  const rows: string[][] = []
  for (const one of cases) {
    const file = join(bench.folder, `${one.name}.db`)
    const env = {
      ...settings,
      PASSWORD_HASH_MEMORY_KIB: String(one.hashing.memoryCost),
      PASSWORD_HASH_PASSES: String(one.hashing.timeCost),
      SMTP_URL: printed[1] ?? '',
    }
    // A server for each: the limit of mails in all is one for an hour.
    const { url, stop } = await startServer(bench, file, env)
    addUsers(file, repeats * (attempts + warmUp), await hash(password, one.hashing))
    rows.push(...(await compare(bench, url, one)))
    await stop()
  }
  await stopMailbox()
  console.log(`Known against unknown addresses, ${attempts} calls each, in turns. Milliseconds.\n`)
  printTable(['procedure', 'repeat', 'median, unknown', 'difference', 'p', 'answers'], rows)
})

/** An address with a user, and one without, of the same length. */
function addressOf(kind: 'known' | 'other', n: number): string {
  return `${kind}-${String(n).padStart(6, '0')}@example.com`
}

/** Adds users with proven addresses and a password. */
function addUsers(file: string, count: number, passwordHash: string): void {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 3000; BEGIN')
  const insert = database.prepare(
    `INSERT INTO users (id, email, email_proven_at, name, role, created_at) VALUES (?, ?, 1, 'Ada', 'user', 1)`,
  )
  const setPassword = database.prepare(
    'INSERT INTO password_credentials (user_id, hash, created_at, changed_at) VALUES (?, ?, 1, 1)',
  )
  for (let n = 0; n < count; n += 1) {
    insert.run(`known-${n}`, addressOf('known', n))
    setPassword.run(`known-${n}`, passwordHash)
  }
  database.exec('COMMIT')
  database.close()
}

/** Times both kinds of addresses in turns, several times over. Returns the rows of a table. */
async function compare(bench: Bench, url: string, { name, procedure, inputOf }: Case): Promise<readonly string[][]> {
  const rows: string[][] = []
  let different = 0
  let next = 0
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    const times = { known: [] as number[], other: [] as number[] }
    const answers = new Set<string>()
    for (let n = -warmUp; n < attempts; n += 1, next += 1) {
      // Which of the two comes first changes, so that neither has an advantage.
      for (const kind of n % 2 === 0 ? (['known', 'other'] as const) : (['other', 'known'] as const)) {
        const sentAt = performance.now()
        const answer = await call(url, procedure, inputOf(addressOf(kind, next)), next * 2 + (kind === 'known' ? 0 : 1))
        if (n < 0) continue
        times[kind].push(answer.at - sentAt)
        answers.add(answer.text)
      }
    }
    const p = mannWhitney(times.known, times.other)
    if (p <= minP) different += 1
    const difference = quantile(times.known, 0.5) - quantile(times.other, 0.5)
    if (answers.size !== 1) bench.fail(`${name}: there are ${answers.size} different answers`)
    rows.push([
      name,
      String(repeat),
      inMs(quantile(times.other, 0.5)),
      difference.toFixed(3),
      p.toFixed(3),
      answers.size === 1 ? 'the same' : 'differ',
    ])
  }
  // One p in twenty is below the bound by chance.
  if (different > 1) bench.fail(`${name}: the time differs in ${different} of ${repeats} repeats`)
  return rows
}

/** Resolves with what a caller learns: status, headers and body without what is random, and when the last byte was read. */
function call(url: string, procedure: string, input: object, n: number): Promise<{ text: string; at: number }> {
  // Apart from each other also as the networks around an address, which limits count too.
  const from = `10.${n >> 8}.${n & 255}.1`
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': from }
    const sent = request(`${url}/trpc/${procedure}`, { agent, method: 'POST', headers })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const at = performance.now()
        const { date: _, 'x-request-id': __, ...known } = response.headers
        const text = `${response.statusCode} ${JSON.stringify(known)} ${Buffer.concat(chunks).toString()}`
        resolve({ at, text: withoutChance(text) })
      })
    })
    sent.end(JSON.stringify(input))
  })
}

/** Leaves out what is random in an answer, its moments, and the address that was sent. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/"id":"[^"]+"|"requestId":"[^"]+"|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replaceAll(/latchkey-challenge=[^;]+/g, '…')
    .replaceAll(/(?:known|other)-\d{6}@/g, '…@')
}
