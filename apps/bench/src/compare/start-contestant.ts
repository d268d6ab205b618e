import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { callOk } from '../call.ts'
import { cookieOf, emailOf, fillDatabase, sessionsPerUser } from '../fill-database.ts'
import { freePort } from '../free-port.ts'
import type { Bench } from '../run-bench.ts'
import { startProcess } from '../start-process.ts'
import { type Contestant, peersFolder } from './contestants.ts'
import { installPeer } from './install-peer.ts'
import { onCore } from './pinning.ts'
import type { SentRequest } from './requests.ts'
import { fillPostgres } from './services/fill-postgres.ts'
import { type Services, servicesOf, type UsedServices } from './services/services.ts'

const latchkeyMain = fileURLToPath(new URL('../../../server/dist/main.js', import.meta.url))
/** Those of the unit in `examples/deploy`. */
const productionFlags = ['--max-semi-space-size=8']
const password = 'correct horse battery'
const sampled = 1000
const bearers = 20
const query = '/trpc/auth.me'

/** Limits that a benchmark from one address would reach; all else is as in production. */
const raisedLimits = { NODE_ENV: 'production', ATTEMPTS_PER_ACCOUNT: '1000000', ATTEMPTS_PER_NETWORK: '1000000' }

export interface PreparedContestant {
  readonly contestant: Contestant
  /** Where its data is, unless a service has it. */
  readonly folder: string
  /** The environment of its server. */
  readonly env: Readonly<Record<string, string>>
  /** The first process of each service that it uses. */
  readonly servicePids: readonly number[]
  /** The authenticated query, for a number of sessions. */
  readonly queries: readonly SentRequest[]
  /** Sign-ins with a password, each of another user; empty where there are none. */
  readonly signIns: readonly SentRequest[]
  /** Starts the server on the processor of servers. */
  readonly start: () => Promise<RunningContestant>
  /** Starts it on all processors, with other values of some variables: beside itself, on another port. */
  readonly startUnpinned: (env?: Readonly<Record<string, string>>) => Promise<RunningContestant>
}

export interface RunningContestant {
  readonly port: number
  readonly pid: number
  /** Milliseconds from the start of the process to the first answer to the query. */
  readonly firstAnswerMs: number
  readonly stop: () => Promise<void>
}

/** Fills the database of a contestant, once, and returns how to start it. The services that it needs are started before. */
export async function prepare(
  bench: Bench,
  contestant: Contestant,
  services: Services = servicesOf(bench),
): Promise<PreparedContestant> {
  const name = contestant.name.replaceAll(/\W+/g, '-')
  const folder = join(bench.folder, name)
  const used = await services.use(contestant.needs ?? [], name.replaceAll('-', '_').toLowerCase())
  return contestant.peer === null
    ? prepareLatchkey(bench, contestant, folder, used)
    : preparePeer(bench, { contestant, peer: contestant.peer, folder, used })
}

function preparePeer(
  bench: Bench,
  {
    contestant,
    peer,
    folder,
    used,
  }: {
    readonly contestant: Contestant
    readonly peer: string
    readonly folder: string
    readonly used: UsedServices
  },
): PreparedContestant {
  const program = join(peersFolder, peer, 'server.mjs')
  installPeer(peer)
  const env = { ...contestant.env, ...used.env, NODE_ENV: 'production' }
  execFileSync(process.execPath, [program, 'fill', folder, String(contestant.sessions)], { env, stdio: 'inherit' })
  const { path, headers, signIn } = JSON.parse(readFileSync(join(folder, 'requests.json'), 'utf8')) as {
    readonly path: string
    readonly headers: readonly Readonly<Record<string, string>>[]
    readonly signIn: {
      readonly path: string
      readonly headers?: Readonly<Record<string, string>>
      readonly body: Readonly<Record<string, string>>
    } | null
  }
  const queries = headers.map((of): SentRequest => ({ method: 'GET', path, headers: of }))
  return {
    contestant,
    folder,
    env,
    servicePids: used.pids,
    queries,
    signIns: signIn === null ? [] : ofUsers({ method: 'POST', headers: {}, ...signIn }),
    ...starters(bench, { args: [program, 'serve', folder], env, ready: /listening (\d+)/, first: queries[0] }),
  }
}

/** Returns the request with the addresses of users, of whom every contestant has more. */
function ofUsers(signIn: SentRequest): readonly SentRequest[] {
  return Array.from({ length: sampled }, (_, user) => ({ ...signIn, body: { ...signIn.body, email: emailOf(user) } }))
}

function starters(bench: Bench, program: Program): Pick<PreparedContestant, 'start' | 'startUnpinned'> {
  return {
    start: () => startProgram(bench, program, true),
    startUnpinned: (env) => startProgram(bench, { ...program, env: { ...program.env, ...env } }, false),
  }
}

async function prepareLatchkey(
  bench: Bench,
  contestant: Contestant,
  folder: string,
  used: UsedServices,
): Promise<PreparedContestant> {
  const port = await freePort()
  const file = join(folder, 'latchkey.db')
  const env = {
    ...raisedLimits,
    ...contestant.env,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    APP_SECRETS: randomBytes(32).toString('base64'),
    DATABASE_URL: `file:${file}`,
    ...used.env,
  }
  const anonymous: SentRequest = { method: 'GET', path: query, headers: {} }
  const program = { args: [...productionFlags, latchkeyMain], env, ready: /"port":(\d+)[^\n]*"msg":"listening"/ }
  const start = (first: SentRequest | undefined): Promise<RunningContestant> =>
    startProgram(bench, { ...program, first }, true)
  // The server makes the tables, and the user whose password the others get.
  const empty = await start(anonymous)
  await callOk(`http://127.0.0.1:${empty.port}`, 'auth.signUp', {
    input: { email: 'first@example.com', password, name: 'Ada' },
  })
  await empty.stop()
  const users = contestant.sessions / sessionsPerUser
  if (contestant.needs?.includes('postgres') === true) fillPostgres(env.DATABASE_URL, users)
  else fillDatabase(file, users)
  const step = Math.max(1, Math.floor(users / sampled))
  const chosen = Array.from({ length: Math.min(users, sampled) }, (_, index) => index * step)
  const queries = chosen.map((user): SentRequest => ({
    method: 'GET',
    path: query,
    headers: { Cookie: cookieOf(user) },
  }))
  return {
    contestant,
    folder,
    env,
    servicePids: used.pids,
    queries,
    signIns: ofUsers({ method: 'POST', path: '/trpc/auth.signIn', headers: {}, body: { password } }),
    ...starters(bench, { ...program, first: queries[0], firstHas: emailOf(0) }),
  }
}

/** Has a running Latchkey issue access tokens to some users, and returns the query with each. */
export async function bearerQueries(port: number): Promise<readonly SentRequest[]> {
  const queries: SentRequest[] = []
  for (let user = 0; user < bearers; user += 1) {
    const input = { email: emailOf(user), password, clientId: 'bench' }
    const { data } = await callOk(`http://127.0.0.1:${port}`, 'tokens.issue', { input })
    const headers = { Authorization: `Bearer ${(data as { readonly accessToken: string }).accessToken}` }
    queries.push({ method: 'GET', path: query, headers })
  }
  return queries
}

interface Program {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What it prints once it listens, with its port. */
  readonly ready: RegExp
  readonly first: SentRequest | undefined
  /** What the answer to the first query has in it. */
  readonly firstHas?: string
}

async function startProgram(
  bench: Bench,
  { args, env, ready, first, firstHas = '' }: Program,
  isPinned: boolean,
): Promise<RunningContestant> {
  const [command, all] = isPinned ? onCore('server', process.execPath, args) : [process.execPath, args]
  const startedAt = performance.now()
  const { pid, printed, stop } = await startProcess(bench, { command, args: all, env, ready })
  const port = Number(printed[1])
  if (first !== undefined) {
    const answer = await fetch(`http://127.0.0.1:${port}${first.path}`, { headers: first.headers })
    const answered = await answer.text()
    if (answer.status !== 200) throw new Error(`${args.join(' ')} answered its first query with ${answer.status}`)
    if (!answered.includes(firstHas)) throw new Error(`the answer to the first query has no ${firstHas}: ${answered}`)
  }
  return { port, pid, firstAnswerMs: performance.now() - startedAt, stop }
}
