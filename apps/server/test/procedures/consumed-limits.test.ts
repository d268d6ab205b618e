import { appRouter, type Context, createCallerFactory, publicError } from '@latchkey/api'
import { defaultRateLimits, type Provider, type RateLimitName } from '@latchkey/auth'
import { createMemoryStores, testAuth } from '@latchkey/auth/testing'
import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { clientId } from '../support/grants.ts'
import { procedures } from '../support/procedures.ts'
import { ada } from '../support/test-server.ts'
import { validInputs } from '../support/valid-inputs.ts'

const request = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }
const mutations = procedures.filter(({ type }) => type === 'mutation')
const limitNames = Object.keys(defaultRateLimits) as RateLimitName[]

const google: Provider = {
  id: 'google',
  name: 'Google',
  authorizationUrl: async () => new URL('https://provider.example/authorize'),
  checkIssuer: async () => undefined,
  identify: async () => {
    throw new Error('no callback of this test has a code of the provider')
  },
}

const clients = [{ id: clientId, name: 'Latchkey CLI', redirectUris: ['http://127.0.0.1/callback'], device: true }]

/** Calls a mutation with valid input as a user with a recent step-up, while the given limits allow no call at all. */
async function reasonOf(path: string, exhausted: readonly RateLimitName[]): Promise<string> {
  const stores = createMemoryStores()
  const before = testAuth({ stores, clients }).auth
  const { user, session } = await before.passwords.signUp(ada, { request, replaces: null })
  const { userCode } = await before.deviceGrants.start(clientId, request)
  const limits = Object.fromEntries(
    exhausted.map((name) => [
      name,
      Object.fromEntries(Object.keys(defaultRateLimits[name].max).map((key) => [key, 0])),
    ]),
  )
  const { auth } = testAuth({ stores, limits, clients, providers: [google] })
  const context: Context = {
    auth,
    request,
    caller: { user, session },
    hadSessionCookie: true,
    viaToken: false,
    ending: async () => null,
    closeSoon: () => undefined,
    isSingleCall: true,
    sessionCookie: { write: () => undefined, clear: () => undefined },
    authorizationCookie: { secret: null, write: () => undefined },
  }
  const [noun = '', verb = ''] = path.split('.')
  const router: unknown = Reflect.get(createCallerFactory(appRouter)(context), noun)
  const call = Reflect.get(router as object, verb) as (input: unknown) => Promise<unknown>
  try {
    await call(inputOf(path, { id: session.id, userId: user.id, userCode }))
    return 'no refusal'
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error
    return publicError(error).reason
  }
}

/** Returns the valid input of a procedure, with these values in the fields that it has. */
function inputOf(path: string, values: Readonly<Record<string, string>>): unknown {
  const input = validInputs[path]
  if (input === undefined) return undefined
  return Object.fromEntries(Object.entries(input).map(([field, value]) => [field, values[field] ?? value]))
}

describe('the rate limits of a mutation', () => {
  it.each(mutations)('$path are those that its metadata names, and no others', async ({ path, meta }) => {
    const named = limitNames.filter((name) => [meta.limit].flat().includes(name))
    const others = limitNames.filter((name) => !named.includes(name))
    expect(await reasonOf(path, others)).not.toMatch(/RATE_LIMITED|INVALID_INPUT|INTERNAL/)
    for (const name of named) expect([name, await reasonOf(path, [name])]).toEqual([name, 'RATE_LIMITED'])
  })
})
