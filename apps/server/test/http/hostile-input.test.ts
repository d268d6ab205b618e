import { refusals } from '@latchkey/schema'
import fc from 'fast-check'
import { expect, inject, it } from 'vitest'
import { type BuiltServer, startBuiltServer } from '../support/built-server.ts'
import { hostileInput } from '../support/hostile-input.ts'
import { type HttpRequest, keepAliveClient, outcomeOf, type Send } from '../support/keep-alive-client.ts'
import { outboundFile } from '../support/outbound-file.ts'
import { type Procedure, procedures } from '../support/procedures.ts'
import { ada } from '../support/test-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly hostileRuns: number
  }
}

/** Inputs for each procedure: the same few in every test run, many with `--mode bench`. A failure prints its seed. */
const hostileRuns = inject('hostileRuns')

/** The request that carries an input, as the type of the procedure demands. A query's input beyond what fits into an address is cut. */
function requestOf({ path, type }: Procedure, input: string, cookie: string): HttpRequest {
  const headers = { Cookie: cookie, 'Content-Type': 'application/json' }
  if (type === 'mutation') return { method: 'POST', path: `/trpc/${path}`, headers, body: input }
  const encoded = encodeURIComponent(input.slice(0, 1500).toWellFormed())
  return { method: 'GET', path: `/trpc/${path}?input=${encoded}`, headers }
}

/** Where a refusal of the domain may be recorded. Other refusals store nothing. */
const records: ReadonlySet<string> = new Set(['events', 'rate_limits'])
const nothing: ReadonlySet<string> = new Set()

let users = 0

/** Sends hostile input to a procedure and checks each answer and what is stored. */
class Attack {
  readonly #server: BuiltServer
  readonly #send: Send
  readonly #procedure: Procedure
  #cookie = ''

  constructor(server: BuiltServer, send: Send, procedure: Procedure) {
    this.#server = server
    this.#send = send
    this.#procedure = procedure
  }

  async signUp(): Promise<void> {
    const visitor = this.#server.visitor()
    users += 1
    await visitor.mutate('auth.signUp', { ...ada, email: `user-${users}@example.com` })
    this.#cookie = visitor.cookie ?? ''
  }

  /** Returns what is wrong with the answer and its effect; nothing when the input was taken, or refused as it should be. */
  async send(input: string): Promise<readonly string[]> {
    const before = await this.#server.storedRows()
    const answer = await this.#send(requestOf(this.#procedure, input, this.#cookie))
    const [status, reason] = outcomeOf(answer)
    if (reason === null) {
      // The call ended or replaced the session.
      if (answer.cookies.length > 0) await this.signUp()
      return status === 200 ? [] : [`status ${status} without a reason`]
    }
    const after = await this.#server.storedRows()
    const refusal = Object.entries(refusals).find(([known]) => known === reason)?.[1]
    const mayRecord = refusal?.source === 'domain' ? records : nothing
    const changed = Object.keys(after).filter((table) => after[table] !== before[table] && !mayRecord.has(table))
    return [
      ...(status === refusal?.status && status >= 400 && status < 500 ? [] : [`status ${status} for ${reason}`]),
      ...changed.map((table) => `${reason} changed ${table}`),
      ...answer.cookies.map((cookie) => `${reason} set ${cookie}`),
    ]
  }
}

it(
  'hostile input gets a 4xx with a known reason from every procedure, and stores nothing',
  async () => {
    const outbound = outboundFile()
    const server = await startBuiltServer({
      env: { ATTEMPTS_PER_NETWORK: '1000000', ATTEMPTS_PER_ACCOUNT: '1000000', ...outbound.env },
    })
    expect(await server.count('users')).toBe(0)
    await server.visitor().mutate('auth.signUp', ada)
    const send = keepAliveClient(server.url)
    for (const procedure of procedures) {
      const attack = new Attack(server, send, procedure)
      await attack.signUp()
      await fc.assert(
        fc.asyncProperty(hostileInput(procedure), async (input) => {
          expect([procedure.path, ...(await attack.send(input))]).toEqual([procedure.path])
        }),
        { numRuns: hostileRuns, ...(hostileRuns > 20 ? {} : { seed: 1 }) },
      )
    }
    expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([])
    // No provider is configured.
    expect(outbound.targets()).toEqual([])
  },
  30_000 + hostileRuns * 1000,
)
