import { SoftwareAuthenticator, totpCode } from '@latchkey/auth/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { namedIn } from '../support/documents.ts'
import { approveCode, redeemCode } from '../support/grants.ts'
import { type LocalProvider, startLocalProvider } from '../support/local-provider.ts'
import { ask, type MailServer, signUpByMail, startMailServer } from '../support/mail.ts'
import {
  ada,
  type Answer,
  configuredOrigin,
  startTestServer,
  type TestServerOptions,
  type Visitor,
} from '../support/test-server.ts'

const login = 'ada-at-google'
const clientId = 'script'

/** Ada with a browser that is signed in, an account at a provider, and in some states an authenticator app. */
interface World {
  readonly server: MailServer
  readonly provider: LocalProvider
  readonly laptop: Visitor
  /** Returns a code that was not used yet. */
  readonly nextCode: () => string
}

/** A sign-in: what it was answered, and by whom. */
interface SignIn {
  readonly visitor: Visitor
  readonly answer: Answer
}

/** Every way to a session of a user who exists, up to the first factor. A new procedure that gives a session gets a row here. */
const waysIn: Readonly<Record<string, (world: World) => Promise<SignIn>>> = {
  'auth.signIn': async ({ server }) => {
    const visitor = server.visitor()
    return { visitor, answer: await visitor.mutate('auth.signIn', { email: ada.email, password: ada.password }) }
  },
  'auth.confirm': async ({ server }) => {
    const visitor = server.visitor()
    const { challenge } = await ask(visitor, 'auth.requestSignInCode', { email: ada.email })
    const { code } = await codeMail(server)
    return { visitor, answer: await visitor.mutate('auth.confirm', { proof: { challenge, code } }) }
  },
  'oauth.callback': async ({ server, provider }) => {
    const visitor = server.visitor()
    return { visitor, answer: await atProvider(visitor, provider, 'oauth.authorize') }
  },
  'tokens.issue': async ({ server }) => {
    const visitor = server.visitor()
    const credentials = { email: ada.email, password: ada.password, clientId }
    return { visitor, answer: await visitor.mutate('tokens.issue', credentials) }
  },
  'tokens.issueByCode': async ({ server }) => {
    const visitor = server.visitor()
    const asked = (await visitor.mutate('tokens.requestCode', { email: ada.email })).body.result.data
    const { code } = await codeMail(server)
    const proof = { challenge: asked.id, requestSecret: asked.requestSecret, code, clientId }
    return { visitor, answer: await visitor.mutate('tokens.issueByCode', proof) }
  },
}

/** What is two factors by itself. */
const twoFactorWays = ['passkeys.signIn']
/** What makes a user, who has no factor yet. */
const signUps = ['auth.signUp', 'auth.continueUnproven', 'auth.confirm', 'oauth.callback']
/** The second steps of the ways above, and what gives a session that there is a new cookie or new tokens. */
const others = [
  'auth.verifySecondFactor',
  'tokens.verifySecondFactor',
  'auth.stepUp',
  'secondFactors.confirm',
  'secondFactors.stepUp',
  'passkeys.stepUp',
  'passwords.change',
  'passwords.set',
  'tokens.refresh',
]

async function codeMail(server: MailServer): Promise<{ readonly code: string }> {
  const mail = (await server.readMail()).find(({ code }) => code !== '')
  if (mail === undefined) throw new Error('no code was mailed')
  return mail
}

async function atProvider(visitor: Visitor, provider: LocalProvider, path: string): Promise<Answer> {
  const { url } = (await visitor.mutate(path, { provider: 'google' })).body.result.data
  const params = Object.fromEntries((await provider.visit(url, { login })).searchParams)
  return visitor.mutate('oauth.callback', { provider: 'google', params })
}

async function world(policy: string, hasTotp: boolean): Promise<World> {
  const provider = await startLocalProvider()
  onTestFinished(() => provider.stop())
  // The provider signs with the time of this machine, and this server is ahead of it.
  let ahead = 0
  const now = (): Date => new Date(Date.now() + ahead)
  const server = await startMailServer({ now, env: { ...provider.env, SECOND_FACTOR: 'optional' } })
  const laptop = await signUpByMail(server, ada)
  await atProvider(laptop, provider, 'oauth.link')
  let secret = ''
  const nextCode = (): string => {
    ahead += 30_000
    return totpCode(secret, now())
  }
  if (hasTotp) {
    const offered = (await laptop.mutate('secondFactors.setUp')).body.result.data
    secret = offered.secret
    await laptop.mutate('secondFactors.confirm', { setup: offered.setup, code: nextCode() })
  }
  return { server: await underPolicy(server, policy, { now, env: provider.env }), provider, laptop, nextCode }
}

/** The operator demands it from now on: another server over the same database, whose sessions go on. */
async function underPolicy(
  server: MailServer,
  policy: string,
  { env = {}, ...options }: TestServerOptions = {},
): Promise<MailServer> {
  if (policy === 'optional') return server
  return startMailServer({ ...options, env: { ...env, ...server.databaseEnv, SECOND_FACTOR: policy } })
}

async function addPasskey(visitor: Visitor, authenticator: SoftwareAuthenticator): Promise<void> {
  await visitor.mutate('auth.stepUp', { password: ada.password })
  const options = (await visitor.mutate('passkeys.registrationOptions', { mediation: 'optional' })).body.result.data
  const answer = await visitor.mutate('passkeys.register', { response: authenticator.create(options) })
  expect(reasonOf(answer)).toBe('done')
}

const reasonOf = ({ status, body }: Answer): unknown => (status === 200 ? 'done' : body?.error?.data.reason)

/** What a caller may do with what a sign-in gave. */
async function mayDo({ visitor, answer }: SignIn, server: MailServer): Promise<unknown> {
  const { accessToken } = answer.body.result.data
  const caller = accessToken === undefined ? visitor : server.visitor({ Authorization: `Bearer ${accessToken}` })
  return reasonOf(await caller.query('sessions.list'))
}

describe('a sign-in by any way, of a user', () => {
  it.each(Object.entries(waysIn))('%s: without a factor there is a session', async (_, signIn) => {
    const { server, ...rest } = await world('optional', false)
    const signedIn = await signIn({ server, ...rest })
    expect(signedIn.answer.body.result.data.status).toMatch(/^(?:signedIn|done)$/)
    expect(await mayDo(signedIn, server)).toBe('done')
  })

  it.each(Object.entries(waysIn))(
    '%s: with an authenticator app there is none before its code',
    async (path, signIn) => {
      const { server, nextCode, ...rest } = await world('optional', true)
      const before = (await rest.laptop.query('sessions.list')).body.result.data
      const { visitor, answer } = await signIn({ server, nextCode, ...rest })
      const due = answer.body.result.data
      expect(due).toMatchObject({ status: 'secondFactor', methods: ['totp', 'recovery_code'] })
      expect(Object.keys(due)).not.toContain('accessToken')
      expect(visitor.cookieNamed('latchkey')).toBeNull()
      expect(reasonOf(await visitor.query('sessions.list'))).toBe('NOT_SIGNED_IN')
      expect((await rest.laptop.query('sessions.list')).body.result.data.others).toEqual(before.others)

      const isProgram = path.startsWith('tokens.')
      const proof = isProgram ? { attempt: due.attempt, clientId } : {}
      const verify = isProgram ? 'tokens.verifySecondFactor' : 'auth.verifySecondFactor'
      expect(reasonOf(await visitor.mutate(verify, { ...proof, code: '000000' }))).toBe('WRONG_SECOND_FACTOR')
      const verified = await visitor.mutate(verify, { ...proof, code: nextCode() })
      expect(await mayDo({ visitor, answer: verified }, server)).toBe('done')
      const { others: sessions } = (await rest.laptop.query('sessions.list')).body.result.data
      expect(sessions[0].secondFactor).toBe('totp')
    },
  )

  it.each(Object.entries(waysIn))(
    '%s: one that is demanded and missing has to be set up first',
    async (path, signIn) => {
      const { server, ...rest } = await world('required', false)
      const signedIn = await signIn({ server, ...rest })
      expect(await mayDo(signedIn, server)).toBe('SECOND_FACTOR_REQUIRED')
      if (path.startsWith('tokens.')) return
      const { visitor } = signedIn
      expect((await visitor.query('auth.me')).body.result.data.secondFactorDue).toBe(true)
      await visitor.mutate('auth.stepUp', { password: ada.password })
      const { secret, setup } = (await visitor.mutate('secondFactors.setUp')).body.result.data
      const code = totpCode(secret, server.container.auth.now())
      expect(reasonOf(await visitor.mutate('secondFactors.confirm', { setup, code }))).toBe('done')
      expect((await visitor.query('auth.me')).body.result.data.secondFactorDue).toBe(false)
      expect(reasonOf(await visitor.query('sessions.list'))).toBe('done')
    },
  )

  it('a step-up through a provider is answered before one that is demanded and missing is set up', async () => {
    const provider = await startLocalProvider()
    onTestFinished(() => provider.stop())
    const server = await startTestServer({ env: { ...provider.env, SECOND_FACTOR: 'required' } })
    const visitor = server.visitor()
    await atProvider(visitor, provider, 'oauth.authorize')
    expect(reasonOf(await visitor.query('identities.list'))).toBe('done')
    expect((await atProvider(visitor, provider, 'oauth.stepUp')).body.result.data.outcome).toBe('stepped_up')
    expect(reasonOf(await visitor.mutate('secondFactors.setUp'))).toBe('done')
    expect(reasonOf(await visitor.mutate('oauth.link', { provider: 'google' }))).toBe('SECOND_FACTOR_REQUIRED')
  })

  it.each(['optional', 'required'])(
    'with a passkey is one with two factors, also beside an app, where it is %s',
    async (policy) => {
      for (const hasTotp of [false, true]) {
        // oxlint-disable-next-line no-await-in-loop -- one world after the other
        const { server, laptop } = await world('optional', hasTotp)
        const authenticator = new SoftwareAuthenticator({ origin: configuredOrigin })
        // oxlint-disable-next-line no-await-in-loop -- as above
        await addPasskey(laptop, authenticator)
        // oxlint-disable-next-line no-await-in-loop -- as above
        const strict = await underPolicy(server, policy)
        const visitor = strict.visitor()
        // oxlint-disable-next-line no-await-in-loop -- as above
        const options = (await visitor.mutate('passkeys.signInOptions')).body.result.data
        // oxlint-disable-next-line no-await-in-loop -- as above
        const answer = await visitor.mutate('passkeys.signIn', { response: authenticator.get(options) })
        expect(answer.body.result.data.status).toBe('signedIn')
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect((await visitor.query('auth.me')).body.result.data.session.secondFactor).toBe('passkey')
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect(reasonOf(await visitor.query('sessions.list'))).toBe('done')
      }
    },
  )

  it('by a password, of a user who has passkeys alone, has one factor, and shows the passkey where two are demanded', async () => {
    const { server, laptop } = await world('optional', false)
    const authenticator = new SoftwareAuthenticator({ origin: configuredOrigin })
    await addPasskey(laptop, authenticator)
    const credentials = { email: ada.email, password: ada.password }
    const phone = server.visitor()
    expect((await phone.mutate('auth.signIn', credentials)).body.result.data.status).toBe('signedIn')
    expect(reasonOf(await phone.query('sessions.list'))).toBe('done')

    const strict = await underPolicy(server, 'required')
    const tablet = strict.visitor()
    await tablet.mutate('auth.signIn', credentials)
    expect(reasonOf(await tablet.query('sessions.list'))).toBe('SECOND_FACTOR_REQUIRED')
    expect(reasonOf(await tablet.query('passkeys.list'))).toBe('done')
    const options = (await tablet.mutate('passkeys.stepUpOptions')).body.result.data
    expect(reasonOf(await tablet.mutate('passkeys.stepUp', { response: authenticator.get(options) }))).toBe('done')
    expect(reasonOf(await tablet.query('sessions.list'))).toBe('done')
  })

  it('an approval of a client needs what the approving session has to have', async () => {
    const { server, laptop } = await world('optional', true)
    const approved = await redeemCode(server.visitor(), await approveCode(laptop))
    expect(approved.status).toBe(200)
    const strict = await world('required', false)
    const visitor = strict.server.visitor()
    await visitor.mutate('auth.signIn', { email: ada.email, password: ada.password })
    const { user } = (await visitor.query('auth.me')).body.result.data
    const answer = await visitor.mutate('grants.approveCode', { query: 'client_id=latchkey-cli', userId: user.id })
    expect(reasonOf(answer)).toBe('SECOND_FACTOR_REQUIRED')
  })

  it('who is new has to set one up where it is demanded', async () => {
    const server = await startTestServer({ env: { SECOND_FACTOR: 'required' } })
    const visitor = server.visitor()
    expect((await visitor.mutate('auth.signUp', ada)).status).toBe(200)
    expect(reasonOf(await visitor.query('sessions.list'))).toBe('SECOND_FACTOR_REQUIRED')
    expect(reasonOf(await visitor.mutate('users.rename', { name: 'Countess' }))).toBe('SECOND_FACTOR_REQUIRED')
    expect(reasonOf(await visitor.mutate('auth.signOut'))).toBe('done')
  })

  it('has a row here for every procedure that gives a session or tokens', () => {
    const named = namedIn('api.md', 'What gives a session or tokens')
    const known = new Set([...Object.keys(waysIn), ...twoFactorWays, ...signUps, ...others])
    expect(named.filter((path) => !known.has(path))).toEqual([])
    expect([...known].filter((path) => !named.includes(path))).toEqual([])
  })
})
