import { createTestDatabase, type TestPostgres } from '@latchkey/db/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { join } from 'node:path'
import { type LocalProvider, startLocalProvider } from '../support/local-provider.ts'
import { type FaultServer, startFaultServer, temporaryFolder } from '../support/fault-server.ts'
import { ada, type Answer, Visitor } from '../support/test-server.ts'
import { testSecret } from '../support/test-secret.ts'

const rounds = 200
const providerRounds = 40
const longTimeout = 600_000

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: TestPostgres
  }
}

/** The address of a database of the test's own. */
type Engine = (folder: string) => Promise<string>

const engines: readonly (readonly [string, Engine])[] = [
  ['one SQLite file', async (folder) => `file:${join(folder, 'two.db')}`],
  [
    'one PostgreSQL',
    async () => {
      const { url, drop } = await createTestDatabase(inject('postgres'))
      onTestFinished(drop)
      return url
    },
  ],
]

/** Two servers over one database. */
async function startTwo(
  engine: Engine,
  env: Readonly<Record<string, string>> = {},
): Promise<readonly [FaultServer, FaultServer]> {
  const folder = temporaryFolder()
  const all = { ...env, APP_SECRETS: testSecret(), DATABASE_URL: await engine(folder) }
  const first = await startFaultServer({ folder, env: all })
  return [first, await startFaultServer({ folder, env: all })]
}

const reasonOf = ({ body }: Answer): string | null => body.error?.data.reason ?? null

async function callback(local: LocalProvider, visitor: Visitor, login: string): Promise<() => Promise<Answer>> {
  const { body } = await visitor.mutate('oauth.authorize', { provider: 'example' })
  const back = await local.visit(body.result.data.url, { login })
  return () => visitor.mutate('oauth.callback', { provider: 'example', params: Object.fromEntries(back.searchParams) })
}

describe.each(engines)('two servers over %s', (_name, engine) => {
  it(
    'give one successor to twenty parallel refreshes',
    async () => {
      const servers = await startTwo(engine)
      await servers[0].visitor().mutate('auth.signUp', ada)
      const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
      let broken = 0
      for (let round = 0; round < rounds; round += 1) {
        const { refreshToken } = (await servers[0].visitor().mutate('tokens.issue', credentials)).body.result.data
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, index) =>
            new Visitor((servers[index % 2] ?? servers[0]).url, {}).mutate('tokens.refresh', {
              refreshToken,
              clientId: 'cli',
            }),
          ),
        )
        const given = answers.filter(({ status }) => status === 200).map(({ body }) => body.result.data.refreshToken)
        // A server that meets the other's lock answers 503, and nothing else.
        const others = answers.filter(({ status }) => status !== 200)
        if (new Set(given).size !== 1 || others.some(({ status }) => status !== 503)) broken += 1
      }
      expect(broken).toBe(0)
    },
    longTimeout,
  )

  it(
    'make one user of parallel first sign-ins with one identity, also beside a sign-up with its address',
    async () => {
      const local = await startLocalProvider()
      try {
        const servers = await startTwo(engine, local.env)
        for (let round = 0; round < providerRounds; round += 1) {
          const login = `first-${round}`
          const email = `${login}@example.com`
          const finishers = await Promise.all(
            Array.from({ length: 6 }, (_, index) =>
              callback(local, (servers[index % 2] ?? servers[0]).visitor(), login),
            ),
          )
          const signUp = (): Promise<Answer> =>
            servers[round % 2 === 0 ? 0 : 1].visitor().mutate('auth.signUp', { ...ada, email })
          const [password, ...answers] = await Promise.all([signUp(), ...finishers.map((finish) => finish())])
          const users = new Set(answers.flatMap(({ body }) => body.result?.data.user?.id ?? []))
          if (password?.status === 200) {
            // The address was taken by a password first: no provider opens that user without a proof.
            expect([...users]).toEqual([])
            continue
          }
          expect(reasonOf(password ?? answers[0] ?? expect.unreachable('no answer'))).toMatch(/EMAIL_TAKEN|UNAVAILABLE/)
          expect(users.size).toBe(1)
          for (const answer of answers) expect([200, 409, 503]).toContain(answer.status)
        }
      } finally {
        local.stop()
      }
    },
    longTimeout,
  )
})
