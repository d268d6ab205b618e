import { appRouter, type Context, createCallerFactory, publicError } from '@latchkey/api'
import {
  type Auth,
  type Caller,
  type CaptchaVerifier,
  type IssuedChallenge,
  type Provider,
  type RateLimitName,
  SecondFactorDue,
  userHandleOf,
} from '@latchkey/auth'
import { readMail, SoftwareAuthenticator, testAuth, totpCode } from '@latchkey/auth/testing'
import { resendDelay } from '@latchkey/schema'
import { TRPCError } from '@trpc/server'
import { describe, expect, it, vi } from 'vitest'
import { clientId } from '../support/grants.ts'
import { procedures } from '../support/procedures.ts'
import { ada } from '../support/test-server.ts'
import { validInputs } from '../support/valid-inputs.ts'

const request = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }
const mutations = procedures.filter(({ type }) => type === 'mutation')

const google: Provider = {
  id: 'google',
  name: 'Google',
  provesFreshSignIn: true,
  responseMode: 'query',
  authorizationUrl: async ({ state }) => new URL(`https://provider.example/authorize?state=${state}`),
  checkIssuer: async () => undefined,
  identify: async () => ({
    issuer: 'https://provider.example',
    subject: 'subject',
    email: 'grace@example.com',
    emailVerified: true,
    name: 'Grace',
    authenticatedAt: null,
  }),
}

const captchaVerifier: CaptchaVerifier = {
  view: { provider: 'turnstile', siteKey: 'site-key', scriptUrl: 'https://provider.example/api.js' },
  verify: async () => 'passed',
}

const clients = [{ id: clientId, name: 'Latchkey CLI', redirectUris: ['http://127.0.0.1/callback'], device: true }]

const user = { ...ada, captcha: 'response' }

/** What a call is made with: what is stored, or ids and codes that are not. */
const situations = ['signIn', 'link', 'stepUp', 'denied', 'unknown', 'mail', 'secondFactor', 'passkey'] as const
type Situation = (typeof situations)[number]

/** Returns the input of a callback, as the provider sends the browser back. */
function callbackOf(url: string, answer: Readonly<Record<string, string>> = { code: 'code' }) {
  return { provider: 'google', params: { state: new URL(url).searchParams.get('state') ?? '', ...answer } }
}

/** Calls a mutation with valid input as a user with a recent step-up. Returns the names of the limits that it consumed. */
async function consumedBy(path: string, situation: Situation): Promise<readonly RateLimitName[]> {
  const mailPolicy = situation === 'mail' ? ({ proof: 'asked', codes: true, mailbox: null } as const) : null
  // A program shows no CAPTCHA, and is refused where one is asked for.
  const asksCaptcha = path !== 'tokens.requestCode'
  const { auth, clock } = testAuth({
    clients,
    providers: [google],
    mailPolicy,
    captchaVerifier: asksCaptcha ? captchaVerifier : null,
  })
  const caller = await auth.passwords.signUp(user, { request, replaces: null })
  const { session } = caller
  const { userCode } = await auth.deviceGrants.start({ clientId, resources: [] }, request)
  const { refreshToken } = await auth.tokens.issue({ ...ada, clientId: 'script' }, request)
  const start = { provider: 'google' }
  const linked = await auth.oauth.link(caller, start, request)
  if (situation !== 'link') {
    await auth.oauth.callback(callbackOf(linked.url), caller, { request, browser: linked.browser })
  }
  const { url, browser } =
    situation === 'stepUp'
      ? await auth.oauth.stepUp(caller, start, request)
      : await (situation === 'signIn' ? auth.oauth.authorize(start, request) : auth.oauth.link(caller, start, request))
  const { params } = callbackOf(url, situation === 'denied' ? { error: 'access_denied' } : { code: 'code' })

  const mailed = situation === 'mail' ? await mailedFor(path, auth, caller) : null
  const factor = situation === 'secondFactor' ? await secondFactorFor(path, auth, caller) : null
  const passkey = situation === 'passkey' ? await passkeyFor(path, auth, caller) : null
  clock.advance(resendDelay)

  const consume = vi.spyOn(auth.limits, 'consume')
  const context: Context = {
    auth,
    request,
    caller: factor?.caller ?? caller,
    hadSessionCookie: true,
    viaToken: false,
    ending: async () => null,
    closeSoon: () => undefined,
    isSingleCall: true,
    sessionCookie: { write: () => undefined, clear: () => undefined },
    passkeyCookie: { browser: passkey?.browser ?? null, write: () => undefined },
    challengeCookie: { browser: mailed?.browser ?? null, write: () => undefined },
    attemptCookie: { token: factor?.attempt ?? null, write: () => undefined, clear: () => undefined },
    trustedDeviceCookie: { write: () => undefined, clear: () => undefined },
    browserMarksCookie: { marks: null, write: () => undefined },
    authorizationCookie: { secret: browser, write: () => undefined, clear: () => undefined },
  }
  const stored = {
    id: session.id,
    userId: caller.user.id,
    userCode,
    refreshToken,
    token: refreshToken,
    params,
    ...mailed?.values,
    ...factor?.values(),
    ...passkey?.values,
  }
  const input = inputOf(path, situation === 'unknown' ? {} : stored)
  const [noun = '', verb = ''] = path.split('.')
  const router: unknown = Reflect.get(createCallerFactory(appRouter)(context), noun)
  const call = Reflect.get(router as object, verb) as (input: unknown) => Promise<unknown>
  const reason = await call(input).then(
    () => null,
    (error: unknown) => (error instanceof TRPCError ? publicError(error).reason : 'INTERNAL'),
  )
  if (/INTERNAL|INVALID_INPUT/.test(reason ?? '')) throw new Error(`${path} did not run: ${reason}`)
  return consume.mock.calls.map(([name]) => name)
}

/** Asks for the mail that a mutation confirms. Returns the secret of the browser, and the fields of the input. */
async function mailedFor(path: string, auth: Auth, caller: Caller) {
  const context = { request, browser: null, caller }
  const { challenges } = auth
  const asking: Readonly<Record<string, () => Promise<IssuedChallenge>>> = {
    'auth.resetPassword': () => challenges.requestPasswordReset(user, context),
    'auth.proveEmail': () => challenges.requestEmailProof(context),
    'auth.changeEmail': () => challenges.requestEmailChange('countess@example.com', context),
    'auth.continueUnproven': () => challenges.requestSignUp({ ...user, email: 'countess@example.com' }, context),
  }
  const { challenge, browser } = await (asking[path] ?? (() => challenges.requestSignInCode(user, context)))()
  const mail = (await readMail(auth)).find(({ secret }) => secret !== null)
  const proof = { challenge: challenge.id, code: mail?.secret?.code }
  const token = path.startsWith('auth.') ? { token: mail?.secret?.token } : {}
  const code = path === 'tokens.issueByCode' ? { code: mail?.secret?.code } : {}
  return { browser, values: { proof, challenge: challenge.id, requestSecret: browser, ...code, ...token } }
}

/**
 * Turns two-step verification on, but where the mutation does that, and begins a sign-in that waits for a code. Returns the
 * secret of the attempt, the caller as of then, and the fields of the input.
 */
async function secondFactorFor(path: string, auth: Auth, caller: Caller) {
  const { secret, setup } = await auth.secondFactors.setUp(caller)
  const code = (): string => totpCode(secret, auth.now())
  if (path === 'secondFactors.confirm') return { attempt: null, caller, values: () => ({ setup, code: code() }) }
  const { session } = await auth.secondFactors.confirm(caller, { setup, code: code() }, request)
  const isProgram = path.startsWith('tokens.')
  const signIn = isProgram
    ? auth.tokens.issue({ ...ada, clientId: 'script' }, request)
    : auth.passwords.signIn(ada, { request, replaces: null })
  const due = await signIn.catch((error: unknown) => error)
  const attempt = due instanceof SecondFactorDue ? due.token : null
  const values = () => (path.includes('econdFactor') ? { code: code(), attempt } : {})
  return { attempt, caller: { ...caller, session }, values }
}

/** Adds a passkey, and answers what a mutation asks its authenticator. Returns the secret of the browser, and the fields. */
async function passkeyFor(path: string, { passkeys }: Auth, caller: Caller) {
  const authenticator = new SoftwareAuthenticator({ origin: 'http://localhost:3000' })
  const created = async (known: Parameters<typeof passkeys.register>[2]['browser']) => {
    const issued = await passkeys.requestRegistration(caller, 'optional', { request, browser: known })
    const options = { ...issued, rp: issued.relyingParty, user: { id: userHandleOf(caller.user.id) } }
    return { ...issued, response: authenticator.create(options) }
  }
  const first = await created(null)
  const { browser } = first
  const context = { request, browser }
  const { id } = await passkeys.register(caller, first.response, context)
  if (path === 'passkeys.register') return { browser, values: { response: (await created(browser)).response } }
  const { challenge, relyingParty } =
    path === 'passkeys.stepUp' ? await passkeys.requestStepUp(caller, context) : await passkeys.requestSignIn(context)
  return { browser, values: { id, response: authenticator.get({ challenge, rpId: relyingParty.id }) } }
}

/** Returns the valid input of a procedure, with these values in the fields that it has. */
function inputOf(path: string, values: Readonly<Record<string, unknown>>): unknown {
  const input = validInputs[path]
  if (input === undefined) return undefined
  return Object.fromEntries(Object.entries(input).map(([field, value]) => [field, values[field] ?? value]))
}

describe('the rate limits of a mutation', () => {
  it.each(mutations)('$path are those that its metadata names, and no others', async ({ path, meta }) => {
    const consumed: RateLimitName[] = []
    for (const situation of situations) consumed.push(...(await consumedBy(path, situation)))
    const named = [meta.limit].flat().filter((name) => typeof name === 'string')
    expect([...new Set(consumed)].toSorted()).toEqual(named.toSorted())
  })
})
