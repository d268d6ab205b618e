import { SoftwareAuthenticator, totpCode } from '@latchkey/auth/testing'
import { inject, onTestFinished } from 'vitest'
import { startBuiltServer, type BuiltServer } from './built-server.ts'
import { type CaptchaProviderDouble, startCaptchaProvider } from './captcha-provider.ts'
import { openStream } from './event-stream.ts'
import { clientId, codeQuery, postForm } from './grants.ts'
import { type LocalMailbox, startLocalMailbox } from './local-mailbox.ts'
import type { LocalProvider } from './local-provider.ts'
import { procedures } from './procedures.ts'
import { ada, type Answer, configuredOrigin, type Visitor } from './test-server.ts'

export interface Call {
  /** The data of the answer. */
  readonly data: unknown
  readonly cookies: readonly string[]
}

/** Calls every procedure of a built server so that it succeeds, as users do. Returns what each answered, by its path. */
export async function callEveryProcedure(
  provider: LocalProvider,
  env: Readonly<Record<string, string>>,
): Promise<{
  readonly server: BuiltServer
  readonly calls: Readonly<Record<string, Call>>
  /** The mail server that mail went to, and the provider that responses of a CAPTCHA were verified by. */
  readonly hosts: readonly string[]
}> {
  const server = await startBuiltServer({ env: { ...provider.env, ...env } })
  const calls: Record<string, Call> = {}

  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers that have no type yet
  const call = async (visitor: Visitor, path: string, input?: unknown): Promise<any> => {
    const isMutation = procedures.some((procedure) => procedure.path === path && procedure.type === 'mutation')
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
    const answer: Answer = isMutation ? await visitor.mutate(path, input) : await visitor.query(path + query)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`)
    calls[path] = { data: answer.body.result.data, cookies: answer.headers.getSetCookie() }
    return answer.body.result.data
  }
  const atProvider = async (visitor: Visitor, path: string, login: string): Promise<void> => {
    const { url } = await call(visitor, path, { provider: 'google' })
    const params = Object.fromEntries((await provider.visit(url, { login })).searchParams)
    await call(visitor, 'oauth.callback', { provider: 'google', params })
  }
  const askByDevice = async (): Promise<string> =>
    (await postForm(server.visitor(), '/oauth/device_authorization', { client_id: clientId })).body.user_code

  const [laptop, phone, tablet] = [server.visitor(), server.visitor(), server.visitor()]
  await call(laptop, 'auth.signUp', ada)
  await call(phone, 'auth.signIn', { email: ada.email, password: ada.password })
  await call(tablet, 'auth.signIn', { email: ada.email, password: ada.password })
  const { user, session } = await call(phone, 'auth.me')
  await call(laptop, 'sessions.rename', { id: session.id, name: 'Phone' })
  await call(laptop, 'users.rename', { name: 'Grace' })
  await call(laptop, 'sessions.end', { id: session.id })
  await call(phone, 'sessions.ending')
  for (const path of ['sessions.list', 'sessions.history', 'events.list']) await call(laptop, path)
  await call(laptop, 'events.get', { id: eventOf(calls) })
  const stream = await openStream(laptop)
  await stream.next()
  calls['sessions.watch'] = { data: (await stream.next())?.data, cookies: [] }
  stream.close()
  for (const path of ['passwords.policy', 'oauth.providers', 'grants.options']) await call(laptop, path)

  const tokens = await call(server.visitor(), 'tokens.issue', {
    email: ada.email,
    password: ada.password,
    clientId: 'cli',
  })
  const { refreshToken } = tokens
  const refreshed = await call(server.visitor(), 'tokens.refresh', { refreshToken, clientId: 'cli' })
  await call(server.visitor(), 'tokens.revoke', { token: refreshed.refreshToken })

  await call(laptop, 'grants.codeRequest', { query: codeQuery() })
  await call(laptop, 'grants.approveCode', { query: codeQuery(), userId: user.id })
  await call(laptop, 'grants.denyDevice', { userCode: await askByDevice() })
  const userCode = await askByDevice()
  await call(laptop, 'grants.findDevice', { userCode })
  await call(laptop, 'grants.approveDevice', { userCode, userId: user.id })

  await atProvider(laptop, 'oauth.link', 'every-procedure')
  const { identities } = await call(laptop, 'identities.list')
  await call(laptop, 'identities.unlink', { id: identities[0].id })
  const stranger = server.visitor()
  await atProvider(stranger, 'oauth.authorize', 'every-procedure-too')
  await atProvider(stranger, 'oauth.stepUp', 'every-procedure-too')
  await call(stranger, 'passwords.set', { newPassword: 'another good one' })

  await callSecondFactorProcedures(server, laptop, call)
  await callPasskeyProcedures(server, laptop, call)
  await call(laptop, 'auth.stepUp', { password: ada.password })
  await call(laptop, 'passwords.change', { currentPassword: ada.password, newPassword: 'another good one' })
  await call(laptop, 'sessions.endOthers')
  await call(laptop, 'sessions.endAll')
  await call(stranger, 'auth.signOut')

  const mailbox = await startLocalMailbox()
  const captcha = await startCaptchaProvider()
  onTestFinished(captcha.close)
  const mailServer = await startBuiltServer({ env: { ...mailbox.env, ...captcha.envOf('turnstile'), ...env } })
  await callMailProcedures(mailServer, { mailbox, captcha, call })
  // Where a CAPTCHA is asked for, a program is refused.
  await callCodeProcedures(await startBuiltServer({ env: { ...mailbox.env, ...env } }), mailbox, call)
  return { server, calls, hosts: [mailbox.env.SMTP_URL, captcha.url].map((url) => new URL(url).host) }
}

// oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers that have no type yet
type CallProcedure = (visitor: Visitor, path: string, input?: unknown) => Promise<any>

/** Calls the procedures of passkeys, for a user with a recent step-up. */
async function callPasskeyProcedures(server: BuiltServer, laptop: Visitor, call: CallProcedure): Promise<void> {
  const authenticator = new SoftwareAuthenticator({ origin: configuredOrigin })
  const add = async () => {
    const options = await call(laptop, 'passkeys.registrationOptions', { mediation: 'optional' })
    return call(laptop, 'passkeys.register', { response: authenticator.create(options) })
  }
  const first = await add()
  const { id } = await add()
  await call(laptop, 'passkeys.rename', { id, name: 'Phone' })
  await call(laptop, 'passkeys.list')
  await call(laptop, 'passkeys.remove', { id: first.id })
  const asked = await call(laptop, 'passkeys.stepUpOptions')
  await call(laptop, 'passkeys.stepUp', { response: authenticator.get(asked) })
  const phone = server.visitor()
  const options = await call(phone, 'passkeys.signInOptions')
  await call(phone, 'passkeys.signIn', { response: authenticator.get(options), remember: true })
}

interface MailProcedures {
  readonly mailbox: LocalMailbox
  readonly captcha: CaptchaProviderDouble
  readonly call: CallProcedure
}

/** Calls the procedures of a server that sends mail, and asks for a CAPTCHA before it does. */
async function callMailProcedures(server: BuiltServer, { mailbox, captcha, call }: MailProcedures): Promise<void> {
  const next = 'countess@example.com'
  const [laptop, phone] = [server.visitor(), server.visitor()]
  const signUp = async (visitor: Visitor, user: typeof ada): Promise<string> => {
    const answer = await visitor.mutate('auth.signUp', { ...user, captcha: captcha.solve() })
    return answer.body.result.data.challenge.id
  }
  await call(laptop, 'auth.mailOptions')
  await call(laptop, 'auth.captcha')
  await call(laptop, 'auth.continueUnproven', { challenge: await signUp(laptop, ada) })
  const proving = await call(laptop, 'auth.requestEmailProof')
  const { code } = await mailbox.waitForCode(ada.email, 2)
  await call(laptop, 'auth.proveEmail', { proof: { challenge: proving.id, code } })

  const changing = await call(laptop, 'auth.requestEmailChange', { email: next })
  const changed = await mailbox.waitForCode(next)
  await call(laptop, 'auth.changeEmail', { proof: { challenge: changing.id, code: changed.code } })
  const undo = await mailbox.waitForCode(ada.email, 3)
  await call(phone, 'auth.undoEmailChange', { token: undo.token })

  const resetting = await call(phone, 'auth.requestPasswordReset', { email: ada.email, captcha: captcha.solve() })
  const reset = await mailbox.waitForCode(ada.email, 4)
  const proof = { challenge: resetting.id, code: reset.code }
  await call(phone, 'auth.resetPassword', { proof, newPassword: 'another good one' })

  const asked = await call(phone, 'auth.requestSignInCode', {
    email: 'grace@example.com',
    captcha: captcha.solve(),
  })
  await mailbox.waitForCode('grace@example.com')
  // A minute is over.
  await server.beside(`UPDATE challenges SET created_at = ${inject('engine') === 'postgres' ? "'epoch'" : 0}`)
  await call(phone, 'auth.resendCode', { challenge: asked.id })
  const { token } = await mailbox.waitForCode('grace@example.com', 2)
  await call(phone, 'auth.readLink', { token })
  await call(phone, 'auth.confirm', { proof: { token } })
}

/** Sets up an authenticator app, signs in with it in a browser and in a program, and removes it. */
async function callSecondFactorProcedures(server: BuiltServer, laptop: Visitor, call: CallProcedure): Promise<void> {
  await call(laptop, 'auth.stepUp', { password: ada.password })
  const { secret, setup } = await call(laptop, 'secondFactors.setUp')
  const code = totpCode(secret, new Date())
  const { recoveryCodes } = await call(laptop, 'secondFactors.confirm', { setup, code })
  const phone = server.visitor()
  await phone.mutate('auth.signIn', { email: ada.email, password: ada.password })
  await call(phone, 'auth.secondFactor')
  await call(phone, 'auth.verifySecondFactor', { code: recoveryCodes[0], trustDevice: true })
  const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
  const due = (await server.visitor().mutate('tokens.issue', credentials)).body.result.data
  const proof = { attempt: due.attempt, code: recoveryCodes[1], clientId: 'cli' }
  await call(server.visitor(), 'tokens.verifySecondFactor', proof)
  await call(laptop, 'secondFactors.stepUp', { code: recoveryCodes[2] })
  const { trustedDevices } = await call(laptop, 'secondFactors.list')
  await call(laptop, 'secondFactors.endTrustedDevice', { id: trustedDevices[0].id })
  await call(laptop, 'secondFactors.renewRecoveryCodes')
  await call(laptop, 'secondFactors.remove')
}

/** Has a program sign up with a mailed code. */
async function callCodeProcedures(server: BuiltServer, mailbox: LocalMailbox, call: CallProcedure): Promise<void> {
  const script = server.visitor()
  const { id: challenge, requestSecret } = await call(script, 'tokens.requestCode', { email: 'hopper@example.com' })
  const forScript = await mailbox.waitForCode('hopper@example.com')
  await call(script, 'tokens.issueByCode', { challenge, requestSecret, code: forScript.code, clientId: 'script' })
}

/** Returns the id of an event that was listed. */
function eventOf(calls: Readonly<Record<string, Call>>): string {
  const listed = calls['events.list']?.data as { readonly events: readonly { readonly id: string }[] } | undefined
  return listed?.events[0]?.id ?? ''
}
