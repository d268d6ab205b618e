import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { ContainerOptions } from '../../src/container.ts'
import { ada, type Answer, startTestServer, type TestServer, type Visitor } from '../support/test-server.ts'
import { productionEnv } from '../support/production-env.ts'
import { type Choice, type LocalProvider, startLocalProvider } from '../support/local-provider.ts'

let local: LocalProvider
let logins = 0

beforeAll(async () => {
  local = await startLocalProvider()
})
afterAll(() => local.stop())

const start = (options: ContainerOptions = {}): Promise<TestServer> => startTestServer({ env: local.env, ...options })

/** A login that no provider and no server has seen. */
function freshLogin(): string {
  logins += 1
  return `fresh-${logins}`
}

interface AuthorizationRequest {
  readonly provider?: string
  readonly choice?: Choice
  readonly procedure?: 'oauth.authorize' | 'oauth.link' | 'oauth.stepUp'
  readonly input?: object
}

/** Sends an authorization request, and returns the parameters of the callback. */
async function authorize(
  visitor: Visitor,
  { provider = 'google', choice = {}, procedure = 'oauth.authorize', input = {} }: AuthorizationRequest = {},
): Promise<Record<string, string>> {
  const { body } = await visitor.mutate(procedure, { provider, ...input })
  const back = await local.visit(body.result.data.url, choice)
  expect(back.pathname).toBe(`/oauth/callback/${provider}`)
  return Object.fromEntries(back.searchParams)
}

const finish = (visitor: Visitor, params: object, provider = 'google'): Promise<Answer> =>
  visitor.mutate('oauth.callback', { provider, params })

async function signInThrough(visitor: Visitor, request: AuthorizationRequest = {}): Promise<Answer> {
  return finish(visitor, await authorize(visitor, request), request.provider)
}

const countRows = async (server: TestServer): Promise<object> => ({
  users: await server.count('users'),
  identities: await server.count('identities'),
  sessions: await server.count('sessions'),
})
const nothing = { users: 0, identities: 0, sessions: 0 }
/** How a callback clears the cookie of its authorization request. */
const clearedCookie = 'latchkey-trip=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax'
const reasonOf = ({ body }: Answer): string => body.error?.data.reason ?? 'no refusal'

describe('signing in through a provider', () => {
  it.each(['google', 'github', 'example'])(
    'signs up through %s, and signs in the same user afterwards',
    async (provider) => {
      const server = await start()
      const visitor = server.visitor()
      const choice = { login: freshLogin() }
      const first = await signInThrough(visitor, { provider, choice })
      expect(first.body.result.data).toMatchObject({
        outcome: 'signed_up',
        returnTo: '/',
        user: { email: `${choice.login}@example.com`, name: choice.login },
      })
      expect((await visitor.query('auth.me')).body.result.data.session.signInMethod).toBe(`oauth:${provider}`)
      await visitor.mutate('auth.signOut')

      const second = await signInThrough(visitor, { provider, choice })
      expect(second.body.result.data.outcome).toBe('signed_in')
      expect(second.body.result.data.user.id).toBe(first.body.result.data.user.id)
      expect(await countRows(server)).toMatchObject({ users: 1, identities: 1 })
    },
  )

  it('recognises the user by the subject, although the email changed', async () => {
    const server = await start()
    const choice = { person: 'chiyo' }
    const { user } = (await signInThrough(server.visitor(), { choice })).body.result.data
    const changed = await signInThrough(server.visitor(), { choice: { ...choice, fault: 'changed-email' } })
    expect(changed.body.result.data).toMatchObject({ outcome: 'signed_in', user: { id: user.id, email: user.email } })
    expect(user.name).toBe('千代 Chiyo')
  })

  it('returns to the page and keeps the choice to stay signed in', async () => {
    const server = await start()
    const visitor = server.visitor()
    const input = { returnTo: '/password?from=oauth#top', remember: true }
    const { body, headers } = await signInThrough(visitor, { input, choice: { login: freshLogin() } })
    expect(headers.getSetCookie()).toEqual([clearedCookie, expect.stringMatching(/^latchkey=/)])
    expect(body.result.data.returnTo).toBe('/password?from=oauth#top')
    expect((await visitor.query('auth.me')).body.result.data.session.remembered).toBe(true)
  })

  it.each(['//e.example', '/\\e.example', 'https:e.example', 'javascript:alert(1)', '/%2fe.example', '/a\nb', 'e'])(
    'returns to no page outside this app: %j',
    async (returnTo) => {
      const server = await start()
      const { body } = await signInThrough(server.visitor(), { input: { returnTo }, choice: { login: freshLogin() } })
      expect(body.result.data.returnTo).toBe('/')
    },
  )

  it('creates one user for twenty simultaneous callbacks of one new account', async () => {
    const server = await start()
    const choice = { login: freshLogin() }
    const visitors = Array.from({ length: 20 }, () => server.visitor())
    const params = await Promise.all(visitors.map((visitor) => authorize(visitor, { choice })))
    const answers = await Promise.all(visitors.map((visitor, index) => finish(visitor, params[index] ?? {})))
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    expect(answers.filter((answer) => answer.body.result.data.outcome === 'signed_up')).toHaveLength(1)
    expect(await countRows(server)).toEqual({ users: 1, identities: 1, sessions: 20 })
  })

  it('offers the providers that are configured', async () => {
    const server = await start()
    expect((await server.visitor().query('oauth.providers')).body.result.data).toEqual([
      { id: 'google', name: 'Google' },
      { id: 'github', name: 'GitHub' },
      { id: 'example', name: 'Example ID' },
    ])
    expect(reasonOf(await server.visitor().mutate('oauth.authorize', { provider: 'unknown' }))).toBe(
      'PROVIDER_NOT_FOUND',
    )
  })

  it('sends PKCE, a state, a nonce, and the smallest scope', async () => {
    const server = await start()
    const urlOf = async (provider: string): Promise<URLSearchParams> => {
      const { body } = await server.visitor().mutate('oauth.authorize', { provider })
      return new URL(body.result.data.url).searchParams
    }
    for (const provider of ['google', 'github', 'example']) {
      const query = await urlOf(provider)
      expect(query.get('response_type')).toBe('code')
      expect(query.get('code_challenge_method')).toBe('S256')
      expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/)
      expect(query.get('state')).toMatch(/^[\w-]{43}$/)
      expect(query.get('redirect_uri')).toBe(`http://localhost:0/oauth/callback/${provider}`)
    }
    expect((await urlOf('google')).get('nonce')).toMatch(/^[\w-]{43}$/)
    expect((await urlOf('github')).get('scope')).toBe('user:email')
    for (const provider of ['google', 'example']) {
      expect((await urlOf(provider)).get('scope')).toBe('openid email profile')
    }
  })
})

const hostile: readonly (readonly [provider: string, fault: string, reason: string])[] = [
  ['google', 'unverified-email', 'PROVIDER_EMAIL_UNVERIFIED'],
  ['github', 'emails-unverified-primary', 'PROVIDER_EMAIL_UNVERIFIED'],
  ['google', 'no-email', 'PROVIDER_EMAIL_MISSING'],
  ['github', 'emails-empty', 'PROVIDER_EMAIL_MISSING'],
  ['google', 'wrong-iss', 'ISSUER_MISMATCH'],
  ['github', 'wrong-iss', 'ISSUER_MISMATCH'],
  ['example', 'wrong-iss', 'ISSUER_MISMATCH'],
  ['example', 'missing-iss', 'ISSUER_MISSING'],
  ['example', 'wrong-state', 'AUTHORIZATION_UNKNOWN'],
  ['example', 'missing-code', 'AUTHORIZATION_MALFORMED'],
  ['example', 'wrong-id-token-iss', 'ID_TOKEN_ISSUER'],
  ['google', 'wrong-id-token-iss', 'ID_TOKEN_ISSUER'],
  ['example', 'wrong-aud', 'ID_TOKEN_AUDIENCE'],
  ['example', 'two-aud', 'ID_TOKEN_AUDIENCE'],
  ['example', 'wrong-azp', 'ID_TOKEN_AUDIENCE'],
  ['example', 'wrong-nonce', 'ID_TOKEN_NONCE'],
  ['google', 'missing-nonce', 'ID_TOKEN_NONCE'],
  ['example', 'missing-nonce', 'ID_TOKEN_NONCE'],
  ['example', 'expired', 'ID_TOKEN_EXPIRED'],
  ['example', 'issued-in-future', 'ID_TOKEN_EXPIRED'],
  ['google', 'alg-none', 'ID_TOKEN_ALGORITHM'],
  ['example', 'alg-none', 'ID_TOKEN_ALGORITHM'],
  ['google', 'hs256', 'ID_TOKEN_ALGORITHM'],
  ['example', 'hs256', 'ID_TOKEN_ALGORITHM'],
  ['google', 'other-key', 'ID_TOKEN_SIGNATURE'],
  ['example', 'other-key', 'ID_TOKEN_SIGNATURE'],
  ['example', 'unknown-kid', 'ID_TOKEN_SIGNATURE'],
  ['example', 'no-id-token', 'ID_TOKEN_MISSING'],
]

const failed: readonly (readonly [provider: string, fault: string, reason: string])[] = [
  ['google', 'deny', 'AUTHORIZATION_DENIED'],
  ['github', 'deny', 'AUTHORIZATION_DENIED'],
  ['example', 'temporarily-unavailable', 'PROVIDER_UNAVAILABLE'],
  ['example', 'token-slow', 'PROVIDER_TIMEOUT'],
  ['github', 'token-slow', 'PROVIDER_TIMEOUT'],
  ['example', 'token-drip', 'PROVIDER_TIMEOUT'],
  ['example', 'token-endless', 'PROVIDER_ANSWER_INVALID'],
  ['example', 'token-huge', 'PROVIDER_ANSWER_INVALID'],
  ['example', 'token-500', 'PROVIDER_UNAVAILABLE'],
  ['github', 'token-500', 'PROVIDER_UNAVAILABLE'],
  ['example', 'token-html', 'PROVIDER_ANSWER_INVALID'],
  ['example', 'token-garbage', 'PROVIDER_ANSWER_INVALID'],
  ['example', 'token-redirect', 'PROVIDER_ANSWER_INVALID'],
  ['github', 'token-redirect', 'PROVIDER_ANSWER_INVALID'],
  ['example', 'token-error', 'CODE_REFUSED'],
  ['github', 'token-error', 'CODE_REFUSED'],
  ['github', 'api-500', 'PROVIDER_UNAVAILABLE'],
]

/** Milliseconds after which the server gives up on a slow provider: longer than the pause between two dripped bytes. */
const providerTimeouts: Readonly<Record<string, number>> = { 'token-slow': 300, 'token-drip': 1500 }

describe.each([
  ['a hostile response', hostile],
  ['a failed response', failed],
] as const)('%s', (_, cases) => {
  it.each(cases)('of %s, %s, is refused with %s', async (provider, fault, reason) => {
    const providerTimeout = providerTimeouts[fault]
    const server = await start(providerTimeout === undefined ? {} : { providerTimeout })
    const visitor = server.visitor()
    const params = await authorize(visitor, { provider, choice: { login: freshLogin(), fault } })
    const began = performance.now()
    const answer = await finish(visitor, params, provider)
    expect(performance.now() - began).toBeLessThan(6000)

    expect(reasonOf(answer)).toBe(reason)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.headers.getSetCookie()).toEqual(reason === 'AUTHORIZATION_UNKNOWN' ? [] : [clearedCookie])
    expect((await visitor.query('auth.me')).body.result.data).toBeNull()
    expect(await countRows(server)).toEqual(nothing)
    expect(
      server.log.some((line) => line.includes('"event":"oauth_refused"') && line.includes(`"refusal":"${reason}"`)),
    ).toBe(true)
    expect(reasonOf(await finish(visitor, params, provider))).toBe('AUTHORIZATION_UNKNOWN')
  })

  it('never sends the client secret after a redirect', async () => {
    expect(await local.hitsElsewhere()).toBe(0)
  })
})

describe('a callback', () => {
  it('works once', async () => {
    const server = await start()
    const visitor = server.visitor()
    const params = await authorize(visitor, { choice: { login: freshLogin() } })
    const answers = await Promise.all(Array.from({ length: 10 }, () => finish(visitor, params)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(new Set(answers.map(reasonOf))).toEqual(new Set(['no refusal', 'AUTHORIZATION_UNKNOWN']))
  })

  it('works only in the browser that sent the authorization request', async () => {
    const server = await start()
    const [visitor, attacker] = [server.visitor(), server.visitor()]
    await attacker.mutate('oauth.authorize', { provider: 'google' })
    const params = await authorize(visitor, { choice: { login: freshLogin() } })
    expect(reasonOf(await finish(attacker, params))).toBe('AUTHORIZATION_OTHER_BROWSER')
    expect(reasonOf(await finish(visitor, params))).toBe('AUTHORIZATION_UNKNOWN')
    const again = await authorize(visitor, { choice: { login: freshLogin() } })
    expect(reasonOf(await finish(server.visitor(), again))).toBe('AUTHORIZATION_OTHER_BROWSER')
  })

  it('works only for the provider of its authorization request', async () => {
    const server = await start()
    const visitor = server.visitor()
    const params = await authorize(visitor, { choice: { login: freshLogin() } })
    expect(reasonOf(await finish(visitor, params, 'example'))).toBe('AUTHORIZATION_OTHER_PROVIDER')
    const another = await authorize(visitor, { choice: { login: freshLogin() } })
    expect(reasonOf(await finish(visitor, another, 'unknown'))).toBe('PROVIDER_NOT_FOUND')
  })

  it('works for ten minutes', async () => {
    let shift = 0
    const server = await start({ now: () => new Date(Date.now() + shift) })
    const visitor = server.visitor()
    const params = await authorize(visitor, { choice: { login: freshLogin() } })
    shift = 10 * 60_000
    expect(reasonOf(await finish(visitor, params))).toBe('AUTHORIZATION_EXPIRED')
    expect(await countRows(server)).toEqual(nothing)
  })

  it('works only with its own code', async () => {
    const server = await start()
    const visitor = server.visitor()
    for (const provider of ['google', 'github', 'example']) {
      const one = await authorize(visitor, { provider, choice: { login: freshLogin() } })
      const other = await authorize(server.visitor(), { provider, choice: { login: freshLogin() } })
      const swapped = await finish(visitor, { ...one, code: other['code'] }, provider)
      expect(reasonOf(swapped)).toBe('CODE_REFUSED')
    }
    expect(await countRows(server)).toEqual(nothing)
  })

  it('works for the last authorization request that the browser started', async () => {
    const server = await start()
    const visitor = server.visitor()
    const choice = { login: freshLogin() }
    const first = await authorize(visitor, { choice })
    await authorize(visitor, { choice })
    const last = await authorize(visitor, { provider: 'example', choice })
    const refused = await finish(visitor, first)
    expect([reasonOf(refused), refused.headers.getSetCookie()]).toEqual(['AUTHORIZATION_OTHER_BROWSER', []])
    expect(reasonOf(await finish(visitor, { state: 'unknown' }))).toBe('AUTHORIZATION_UNKNOWN')
    expect((await finish(visitor, last, 'example')).status).toBe(200)
  })

  it.each([
    [{}, 'AUTHORIZATION_UNKNOWN'],
    [{ state: 'x' }, 'AUTHORIZATION_UNKNOWN'],
    [{ state: ['x', 'y'] }, 'AUTHORIZATION_MALFORMED'],
    [{ state: 'x', code: ['a', 'b'] }, 'AUTHORIZATION_UNKNOWN'],
    [{ state: 'x'.repeat(5000) }, 'INVALID_INPUT'],
    [{ state: 7 }, 'INVALID_INPUT'],
    [Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, ''])), 'INVALID_INPUT'],
  ])('is refused with %j: %s', async (params, reason) => {
    const server = await start()
    expect(reasonOf(await finish(server.visitor(), params))).toBe(reason)
  })

  it('spends its state also when it is refused', async () => {
    const server = await start()
    const visitor = server.visitor()
    const params = await authorize(visitor, { choice: { login: freshLogin() } })
    expect(reasonOf(await finish(visitor, { ...params, code: [params['code'], 'x'] }))).toBe('AUTHORIZATION_MALFORMED')
    expect(reasonOf(await finish(visitor, params))).toBe('AUTHORIZATION_UNKNOWN')
  })

  it('shows and logs no text from its parameters', async () => {
    const server = await start()
    const visitor = server.visitor()
    const params = await authorize(visitor, { choice: { login: freshLogin(), fault: 'deny' } })
    const answer = await finish(visitor, {
      ...params,
      error_description: '<b>call 555</b>',
      error_uri: 'https://e.example',
    })
    expect(answer.text).not.toContain('555')
    expect(server.log.join('')).not.toContain('555')
  })
})

describe('an unreachable provider', () => {
  it('is reported as unavailable by the authorization request', async () => {
    const server = await startTestServer({
      env: {
        GOOGLE_CLIENT_ID: 'latchkey-local',
        GOOGLE_CLIENT_SECRET: 'not-a-secret',
        GOOGLE_ISSUER: 'http://127.0.0.1:9/google',
      },
    })
    expect(reasonOf(await server.visitor().mutate('oauth.authorize', { provider: 'google' }))).toBe(
      'PROVIDER_UNAVAILABLE',
    )
    expect(server.log.join('')).toContain('"refusal":"PROVIDER_UNAVAILABLE"')
  })
})

describe('connecting accounts', () => {
  async function signedUp(server: TestServer, email = ada.email): Promise<Visitor> {
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', { ...ada, email })
    return visitor
  }

  it('links an account, signs in through it, and unlinks it', async () => {
    const server = await start()
    const visitor = await signedUp(server)
    const choice = { login: freshLogin() }
    const linked = await signInThrough(visitor, {
      provider: 'github',
      procedure: 'oauth.link',
      choice,
      input: { returnTo: '/sign-in-methods' },
    })
    expect(linked.body.result.data).toMatchObject({
      outcome: 'linked',
      returnTo: '/sign-in-methods',
      user: { email: ada.email },
    })
    const { hasPassword, identities } = (await visitor.query('identities.list')).body.result.data
    expect(hasPassword).toBe(true)
    expect(identities).toEqual([
      expect.objectContaining({ provider: 'github', providerName: 'GitHub', email: `${choice.login}@example.com` }),
    ])

    const elsewhere = await signInThrough(server.visitor(), { provider: 'github', choice })
    expect(elsewhere.body.result.data).toMatchObject({ outcome: 'signed_in', user: { email: ada.email } })
    expect((await visitor.mutate('identities.unlink', { id: identities[0].id })).status).toBe(200)
    expect((await visitor.query('identities.list')).body.result.data.identities).toEqual([])
    expect(await countRows(server)).toMatchObject({ users: 1, identities: 0 })
  })

  it('requires a step-up, and so does disconnecting', async () => {
    let shift = 0
    const server = await start({ now: () => new Date(Date.now() + shift) })
    const visitor = await signedUp(server)
    shift = 10 * 60_000
    expect(reasonOf(await visitor.mutate('oauth.link', { provider: 'google' }))).toBe('SUDO_REQUIRED')
    expect(reasonOf(await visitor.mutate('identities.unlink', { id: 'x' }))).toBe('SUDO_REQUIRED')
    expect(reasonOf(await visitor.mutate('passwords.set', { newPassword: 'a good new one' }))).toBe('SUDO_REQUIRED')
  })

  it('is bound to the session that started it', async () => {
    const server = await start()
    const [visitor, bob] = [await signedUp(server), await signedUp(server, 'bob@example.com')]
    const params = await authorize(visitor, { procedure: 'oauth.link', choice: { login: freshLogin() } })
    const session = visitor.cookieNamed('latchkey')
    visitor.setCookie('latchkey', bob.cookieNamed('latchkey') ?? '')
    expect(reasonOf(await finish(visitor, params))).toBe('AUTHORIZATION_OTHER_SESSION')

    visitor.setCookie('latchkey', session ?? '')
    const again = await authorize(visitor, { procedure: 'oauth.link', choice: { login: freshLogin() } })
    const before = visitor.cookieNamed('latchkey-trip')
    await visitor.mutate('auth.signOut')
    visitor.setCookie('latchkey-trip', before ?? '')
    expect(reasonOf(await finish(visitor, again))).toBe('AUTHORIZATION_OTHER_SESSION')
    expect(await countRows(server)).toMatchObject({ identities: 0 })
  })

  it('refuses an account that is connected to another user', async () => {
    const server = await start()
    const choice = { login: freshLogin() }
    await signInThrough(server.visitor(), { choice })
    const visitor = await signedUp(server)
    expect(reasonOf(await signInThrough(visitor, { procedure: 'oauth.link', choice }))).toBe('IDENTITY_TAKEN')
  })

  it('requires a sign-in first when the address is taken, because it was never verified', async () => {
    const server = await start()
    await signedUp(server)
    for (const person of ['ada', 'mallory']) {
      expect(reasonOf(await signInThrough(server.visitor(), { choice: { person } }))).toBe('LINK_REQUIRES_SIGN_IN')
    }
    expect(await countRows(server)).toEqual({ users: 1, identities: 0, sessions: 1 })
  })

  it('signs in to no user by a verified address, because it may have passed to another person', async () => {
    const server = await start()
    await signInThrough(server.visitor(), { choice: { person: 'ada' } })
    for (const [provider, person] of [
      ['github', 'ada'],
      ['example', 'ada'],
      ['google', 'mallory'],
    ] as const) {
      expect(reasonOf(await signInThrough(server.visitor(), { provider, choice: { person } }))).toBe(
        'LINK_REQUIRES_SIGN_IN',
      )
    }
    expect(await countRows(server)).toEqual({ users: 1, identities: 1, sessions: 1 })
  })

  it('keeps the last sign-in method when two requests remove the last two at once', async () => {
    const server = await start()
    const visitor = server.visitor()
    await signInThrough(visitor, { choice: { login: freshLogin() } })
    const only = (await visitor.query('identities.list')).body.result.data
    expect(only.hasPassword).toBe(false)
    expect(reasonOf(await visitor.mutate('identities.unlink', { id: only.identities[0].id }))).toBe(
      'LAST_SIGN_IN_METHOD',
    )

    await signInThrough(visitor, { provider: 'github', procedure: 'oauth.link', choice: { login: freshLogin() } })
    const { identities } = (await visitor.query('identities.list')).body.result.data
    const removals = await Promise.all(
      identities.map(({ id }: { id: string }) => visitor.mutate('identities.unlink', { id })),
    )
    expect(removals.map(reasonOf).toSorted()).toEqual(['LAST_SIGN_IN_METHOD', 'no refusal'])
  })

  it('gives the same answer for another user’s account and an unknown one', async () => {
    const server = await start()
    const other = server.visitor()
    await signInThrough(other, { choice: { login: freshLogin() } })
    const { identities } = (await other.query('identities.list')).body.result.data
    const visitor = await signedUp(server)
    for (const id of [identities[0].id, 'unknown']) {
      expect(reasonOf(await visitor.mutate('identities.unlink', { id }))).toBe('IDENTITY_NOT_FOUND')
    }
  })

  it('lets a user without a password set one, once, and sign in with it', async () => {
    const server = await start()
    const visitor = server.visitor()
    const choice = { login: freshLogin() }
    await signInThrough(visitor, { choice })
    expect(reasonOf(await visitor.mutate('auth.stepUp', { password: 'none' }))).toBe('INVALID_CREDENTIALS')
    const before = visitor.cookieNamed('latchkey')
    expect(reasonOf(await visitor.mutate('passwords.set', { newPassword: 'ILoveYou' }))).toBe('PASSWORD_TOO_COMMON')
    expect((await visitor.mutate('passwords.set', { newPassword: 'a good new one' })).status).toBe(200)
    expect(visitor.cookieNamed('latchkey')).not.toBe(before)
    expect(reasonOf(await visitor.mutate('passwords.set', { newPassword: 'another good one' }))).toBe(
      'PASSWORD_ALREADY_SET',
    )
    expect((await visitor.query('auth.me')).body.result.data).not.toBeNull()
    const email = `${choice.login}@example.com`
    const signIn = await server.visitor().mutate('auth.signIn', { email, password: 'a good new one' })
    expect(signIn.status).toBe(200)
  })
})

describe('a step-up through a provider', () => {
  /** A user who signed in through a provider, and whose step-up has expired. */
  async function due(provider: string, env: Readonly<Record<string, string>> = {}) {
    const server = await startTestServer({ env: { ...local.env, ...env } })
    const visitor = server.visitor()
    const choice = { login: freshLogin() }
    await signInThrough(visitor, { provider, choice })
    // The provider uses the machine's clock, so the test can't move it.
    await server.beside('UPDATE sessions SET sudo_until = NULL')
    const stepUp = (how: object = {}) =>
      signInThrough(visitor, { provider, procedure: 'oauth.stepUp', choice: { ...choice, ...how } })
    return { server, visitor, choice, stepUp }
  }
  const sessionOf = async (visitor: Visitor) => (await visitor.query('auth.me')).body.result.data?.session

  it.each(['google', 'github', 'example'])('renews the same session through %s', async (provider) => {
    const { server, visitor, stepUp } = await due(provider)
    const [id, token] = [(await sessionOf(visitor)).id, visitor.token]
    expect(reasonOf(await visitor.mutate('sessions.endOthers'))).toBe('SUDO_REQUIRED')
    expect((await stepUp()).body.result.data).toMatchObject({ outcome: 'stepped_up', returnTo: '/' })

    expect((await sessionOf(visitor)).id).toBe(id)
    expect(visitor.token).not.toBe(token)
    expect((await visitor.mutate('sessions.endOthers')).status).toBe(200)
    const kept = server.visitor()
    kept.cookie = `latchkey=${token}`
    expect((await kept.query('auth.me')).body.result.data).toBeNull()
    const { events } = (await visitor.query('events.list')).body.result.data
    expect(events[0]).toMatchObject({ type: 'stepped_up', details: { method: `oauth:${provider}` } })
  })

  it('does not count through a provider that does not say when its user signed in, where the user has more', async () => {
    const { server, visitor, choice } = await due('google')
    await server.beside('UPDATE sessions SET sudo_until = ' + (inject('engine') === 'postgres' ? "'2100-01-01'" : 4e12))
    await visitor.mutate('passwords.set', { newPassword: 'another good one' })
    expect(reasonOf(await visitor.mutate('oauth.stepUp', { provider: 'google' }))).toBe('STEP_UP_NOT_PROVEN')
    const another = server.visitor()
    await signInThrough(another, { provider: 'google', choice })
    expect((await sessionOf(another)).sudoUntil).toBeNull()
    expect(reasonOf(await another.mutate('sessions.endOthers'))).toBe('SUDO_REQUIRED')
    expect((await another.query('identities.list')).body.result.data.identities).toMatchObject([{ stepsUp: false }])
    // One that says so steps up whatever else there is.
    const proving = await due('example')
    expect((await proving.visitor.query('identities.list')).body.result.data.identities).toMatchObject([
      { stepsUp: true },
    ])
  })

  it('requires an OpenID provider to authenticate again', async () => {
    const { visitor } = await due('google')
    const { body } = await visitor.mutate('oauth.stepUp', { provider: 'google' })
    const query = new URL(body.result.data.url).searchParams
    expect([query.get('prompt'), query.get('max_age')]).toEqual(['login', '0'])
    const { body: plain } = await visitor.mutate('oauth.authorize', { provider: 'google' })
    expect(new URL(plain.result.data.url).searchParams.has('prompt')).toBe(false)
  })

  it('refuses an authentication from before it was requested', async () => {
    const { visitor, stepUp } = await due('example')
    expect(reasonOf(await stepUp({ fault: 'old-sign-in' }))).toBe('ID_TOKEN_EXPIRED')
    expect(reasonOf(await visitor.mutate('sessions.endOthers'))).toBe('SUDO_REQUIRED')
  })

  it('refuses an ID token without auth_time where the provider proves a fresh sign-in', async () => {
    const { visitor, stepUp } = await due('example')
    expect(reasonOf(await stepUp({ fault: 'missing-sign-in-time' }))).toBe('ID_TOKEN_CLAIMS')
    expect(reasonOf(await visitor.mutate('sessions.endOthers'))).toBe('SUDO_REQUIRED')
    expect((await (await due('google')).stepUp({ fault: 'missing-sign-in-time' })).status).toBe(200)
  })

  it.each([
    ['google', {}, 2],
    ['github', {}, 2],
    ['example', {}, 10],
    ['google', { SUDO_MINUTES: '1' }, 1],
    ['example', { SUDO_MINUTES: '1' }, 1],
  ])(
    'through %s with %j counts for %d minutes, and a sign-in for two where it is all there is',
    async (provider, env, minutes) => {
      const { server, visitor, choice, stepUp } = await due(provider, env)
      const minutesOf = async (one: Visitor): Promise<number> =>
        (new Date((await sessionOf(one)).sudoUntil).getTime() - Date.now()) / 60_000
      await stepUp()
      const another = server.visitor()
      await signInThrough(another, { provider, choice })
      // A sign-in that does not say when its user was authenticated counts for a user who can't prove it otherwise.
      const counted = [
        [visitor, minutes],
        ...(provider === 'example' ? [] : [[another, Math.min(2, minutes)]]),
      ] as const
      if (provider === 'example') expect((await sessionOf(another)).sudoUntil).toBeNull()
      for (const [one, most] of counted as readonly (readonly [Visitor, number])[]) {
        const left = await minutesOf(one)
        expect(left).toBeLessThanOrEqual(most)
        expect(left).toBeGreaterThan(most - 0.9)
      }
      expect((await visitor.mutate('sessions.endOthers')).status).toBe(200)
    },
  )

  it('is not what a sign-in is that the provider answered from one long ago', async () => {
    const { server, choice } = await due('example')
    const another = server.visitor()
    await signInThrough(another, { provider: 'example', choice: { ...choice, fault: 'old-sign-in' } })
    expect((await sessionOf(another)).sudoUntil).toBeNull()
    const password = { newPassword: 'correct horse battery staple' }
    expect(reasonOf(await another.mutate('passwords.set', password))).toBe('SUDO_REQUIRED')
  })

  it('refuses an unknown account and another user’s', async () => {
    const { server, visitor, stepUp } = await due('google')
    const { id } = await sessionOf(visitor)
    const other = { login: freshLogin() }
    await signInThrough(server.visitor(), { choice: other })
    for (const choice of [other, { login: freshLogin() }]) {
      expect(reasonOf(await stepUp(choice))).toBe('IDENTITY_NOT_CONNECTED')
    }
    expect(reasonOf(await visitor.mutate('sessions.endOthers'))).toBe('SUDO_REQUIRED')
    expect((await sessionOf(visitor)).id).toBe(id)
    expect(await countRows(server)).toMatchObject({ users: 2, identities: 2 })
  })

  it('is bound to the session that started it', async () => {
    const { server, visitor, choice } = await due('google')
    const request = { procedure: 'oauth.stepUp', choice } as const
    const params = await authorize(visitor, request)
    const thief = server.visitor()
    thief.cookie = visitor.cookie
    await signInThrough(thief, { choice })
    thief.setCookie('latchkey-trip', visitor.cookieNamed('latchkey-trip') ?? '')
    expect(reasonOf(await finish(thief, params))).toBe('AUTHORIZATION_OTHER_SESSION')
    expect(reasonOf(await server.visitor().mutate('oauth.stepUp', { provider: 'google' }))).toBe('NOT_SIGNED_IN')
  })
})

describe('the secrets of an authorization request', () => {
  /** The local providers under a client id that production takes. */
  const registeredEnv = (): Record<string, string> =>
    Object.fromEntries(
      Object.entries(local.env).map(([name, value]) => [name, name.endsWith('_CLIENT_ID') ? 'registered' : value]),
    )

  it('are in no log, error or answer, and the database has no state', async () => {
    const server = await start()
    const visitor = server.visitor()
    const secrets = new Set(['not-a-secret'])
    const texts: string[] = []
    for (const fault of ['normal', 'token-error', 'other-key', 'deny', 'token-500']) {
      const { body } = await visitor.mutate('oauth.authorize', { provider: 'example' })
      const asked = new URL(body.result.data.url).searchParams
      const params = Object.fromEntries(
        (await local.visit(body.result.data.url, { login: freshLogin(), fault })).searchParams,
      )
      const database = await server.databaseBytes()
      expect(database.includes(asked.get('state') ?? '-')).toBe(false)
      for (const secret of [asked.get('state'), params['code'], visitor.cookieNamed('latchkey-trip')]) {
        if (secret !== undefined && secret !== null) secrets.add(secret)
      }
      texts.push((await finish(visitor, params, 'example')).text)
    }
    expect(secrets.size).toBeGreaterThan(8)
    for (const secret of secrets) {
      expect(server.log.join('')).not.toContain(secret)
      expect(texts.join('')).not.toContain(secret)
    }
  })

  it.each([
    ['http', {}, 'latchkey-trip', ''],
    ['https', productionEnv, '__Host-latchkey-trip', ' Secure;'],
  ])('over %s are in a cookie that each start renews and the end removes', async (_, env, name, secure) => {
    const server = await startTestServer({ env: { ...registeredEnv(), ...env } })
    const visitor = server.visitor()
    const set = new RegExp(`^${name}=[\\w-]{43}; Max-Age=600; Path=/; HttpOnly;${secure} SameSite=Lax$`)
    const cleared = `${name}=; Max-Age=0; Path=/; HttpOnly;${secure} SameSite=Lax`
    const planted = 'p'.repeat(43)
    visitor.setCookie(name, planted)
    const values = new Set([planted])
    for (const procedure of ['oauth.authorize', 'oauth.authorize']) {
      const { headers } = await visitor.mutate(procedure, { provider: 'google' })
      expect(headers.getSetCookie()).toEqual([expect.stringMatching(set)])
      values.add(visitor.cookieNamed(name) ?? '')
    }
    expect(values.size).toBe(3)

    const { body } = await visitor.mutate('oauth.authorize', { provider: 'google' })
    const state = new URL(body.result.data.url).searchParams.get('state')
    const denied = await finish(visitor, { state, error: 'access_denied' })
    expect([reasonOf(denied), denied.headers.getSetCookie()]).toEqual(['AUTHORIZATION_DENIED', [cleared]])
    expect(visitor.cookieNamed(name)).toBeNull()
    await visitor.mutate('auth.signUp', ada)
    visitor.setCookie(name, planted)
    const { headers } = await visitor.mutate('auth.signOut')
    expect(headers.getSetCookie()).toContain(cleared)
    expect(visitor.cookieNamed(name)).toBeNull()
  })

  it('finish no request of an attacker whose cookie was planted before the browser started its own', async () => {
    const server = await start()
    const [visitor, attacker] = [server.visitor(), server.visitor()]
    const params = await authorize(attacker, { choice: { login: freshLogin() } })
    visitor.setCookie('latchkey-trip', attacker.cookieNamed('latchkey-trip') ?? '')
    await visitor.mutate('oauth.authorize', { provider: 'google' })
    expect(reasonOf(await finish(visitor, params))).toBe('AUTHORIZATION_OTHER_BROWSER')
    expect(await countRows(server)).toEqual(nothing)
  })

  it('are bound to a cookie of their own, which is bound to the host', async () => {
    const server = await startTestServer({ env: { ...registeredEnv(), ...productionEnv } })
    const { headers } = await server.visitor().mutate('oauth.authorize', { provider: 'google' })
    expect(headers.get('Set-Cookie')).toMatch(
      /^__Host-latchkey-trip=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })
})
