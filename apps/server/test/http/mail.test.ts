import { createClient, memoryTokenStore, signInByMailedCode } from '@latchkey/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startLocalProvider } from '../support/local-provider.ts'
import { ask, signUpByMail, startMailServer } from '../support/mail.ts'
import { addPasskey } from '../support/passkeys.ts'
import { ada, type Answer, startTestServer } from '../support/test-server.ts'

const other = { email: 'eve@example.com', password: 'an evil horse battery', name: 'Eve' }

function reason({ status, body }: Answer): unknown {
  return [status, body?.error?.data.reason ?? null]
}

/** What a caller learns of an answer, but for what is random and the time. */
function learned({ status, headers, body }: Answer): unknown {
  const names = [...headers.keys()].filter((name) => !['date', 'x-request-id'].includes(name))
  const shape = JSON.stringify(body, (key, value: unknown) =>
    ['id', 'expiresAt', 'resendAt', 'email', 'requestSecret'].includes(key) && typeof value === 'string'
      ? typeof value
      : value,
  )
  const cookies = headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/, '=…'))
  return { status, names, shape, cookies, length: headers.get('content-length') }
}

describe('a server that sends mail', () => {
  it('signs up by a code, resets the password, and tells the user', async () => {
    const server = await startMailServer()
    const laptop = await signUpByMail(server, ada)
    const me = (await laptop.query('auth.me')).body.result.data
    expect(me.user).toMatchObject({ email: ada.email, name: ada.name, emailProvenAt: expect.any(String) })
    expect(me.session).toMatchObject({ signInMethod: 'password', current: true })

    const phone = server.visitor()
    const { challenge } = await ask(phone, 'auth.requestPasswordReset', { email: ada.email })
    const { code } = await server.mailTo(ada.email)
    const reset = {
      proof: { challenge, code: `${code.slice(0, 4)}-${code.slice(4).toLowerCase()} ` },
      newPassword: other.password,
    }
    const answer = await phone.mutate('auth.resetPassword', reset)
    expect(answer.body.result.data).toEqual({ endedSessions: 1, connectedAccounts: 0 })
    expect(phone.cookieNamed('latchkey')).toBeNull()
    expect(reason(await laptop.query('sessions.list'))).toEqual([401, 'SESSION_ENDED'])
    expect((await server.mailTo(ada.email)).content).toMatchObject({
      kind: 'notice',
      notice: 'password',
      entries: [{ type: 'password_reset' }],
    })
    const signedIn = await phone.mutate('auth.signIn', { email: ada.email, password: other.password })
    expect(signedIn.status).toBe(200)
  })

  it.each([
    ['sign-up', 'auth.signUp', (email: string) => ({ ...other, email })],
    ['reset', 'auth.requestPasswordReset', (email: string) => ({ email })],
    ['request for a code', 'auth.requestSignInCode', (email: string) => ({ email })],
  ])('answers a %s for an address with a user as for one without', async (_, path, inputOf) => {
    const server = await startMailServer()
    await signUpByMail(server, ada)
    // As long as the other, so that not even the length of the answer differs.
    const unknown = 'bob@example.com'
    const answers = await Promise.all(
      [ada.email, unknown].map((email) => server.visitor().mutate(path, inputOf(email))),
    )
    expect(answers.map(learned)).toEqual([learned(answers[0] as Answer), learned(answers[0] as Answer)])
    expect(answers[0]?.status).toBe(200)
  })

  it('lets a sign-up go on before the proof, until the server demands that first', async () => {
    const server = await startMailServer()
    const laptop = server.visitor()
    const { challenge } = await ask(laptop, 'auth.signUp', ada)
    expect((await laptop.mutate('auth.continueUnproven', { challenge })).status).toBe(200)
    expect((await laptop.query('auth.me')).body.result.data.user.emailProvenAt).toBeNull()
    expect((await laptop.query('sessions.list')).status).toBe(200)
    const { code } = await server.mailTo(ada.email)
    const proven = await laptop.mutate('auth.proveEmail', { proof: { challenge, code } })
    expect(proven.body.result.data.user.emailProvenAt).toEqual(expect.any(String))

    const strict = await startMailServer({ env: { EMAIL_PROOF: 'required' } })
    const refused = strict.visitor()
    const asked = await ask(refused, 'auth.signUp', ada)
    const answer = await refused.mutate('auth.continueUnproven', { challenge: asked.challenge })
    expect(reason(answer)).toEqual([403, 'EMAIL_PROOF_REQUIRED'])
  })

  it('answers a user without a proof with nothing but what leads to it, where that is demanded', async () => {
    const server = await startMailServer({ env: { EMAIL_PROOF: 'required' } })
    // As an account from before the server sent mail.
    const laptop = await signUpByMail(server, ada)
    await server.beside('UPDATE users SET email_proven_at = NULL')
    expect(reason(await laptop.query('sessions.list'))).toEqual([403, 'EMAIL_PROOF_REQUIRED'])
    expect((await laptop.query('auth.me')).status).toBe(200)
    const { challenge } = await ask(laptop, 'auth.requestEmailProof')
    const { code } = await server.mailTo(ada.email)
    expect((await laptop.mutate('auth.proveEmail', { proof: { challenge, code } })).status).toBe(200)
    expect((await laptop.query('sessions.list')).status).toBe(200)
  })

  it('signs a user in through a provider that says their proven address is verified, and tells them of the account', async () => {
    const provider = await startLocalProvider()
    onTestFinished(() => provider.stop())
    const server = await startMailServer({ env: provider.env })
    const laptop = await signUpByMail(server, { ...ada, email: 'proven@example.com' })
    const { user } = (await laptop.query('auth.me')).body.result.data
    const unproven = server.visitor()
    const { challenge } = await ask(unproven, 'auth.signUp', { ...other, email: 'unproven@example.com' })
    await unproven.mutate('auth.continueUnproven', { challenge })
    await server.readMail()

    const byProvider = async (login: string): Promise<Answer> => {
      const visitor = server.visitor()
      const { url } = (await visitor.mutate('oauth.authorize', { provider: 'google' })).body.result.data
      const params = Object.fromEntries((await provider.visit(url, { login })).searchParams)
      return visitor.mutate('oauth.callback', { provider: 'google', params })
    }
    expect((await byProvider('proven')).body.result.data).toMatchObject({ outcome: 'signed_in', user: { id: user.id } })
    expect((await server.mailTo('proven@example.com')).content).toMatchObject({ notice: 'connected_account' })
    expect(reason(await byProvider('unproven'))).toEqual([409, 'LINK_REQUIRES_SIGN_IN'])
  })

  it('changes the address by a code, and takes the change back by the link at the old one', async () => {
    const server = await startMailServer()
    const laptop = await signUpByMail(server, ada)
    const next = 'countess@example.com'
    // A thief who changes the address may have added a passkey before.
    const { authenticator } = await addPasskey(laptop)
    const { challenge } = await ask(laptop, 'auth.requestEmailChange', { email: next })
    const { code } = await server.mailTo(next)
    const changed = await laptop.mutate('auth.changeEmail', { proof: { challenge, code } })
    expect(changed.body.result.data.user).toMatchObject({ email: next })
    const undo = (await server.readMail()).find(({ kind }) => kind === 'undo_email_change')
    expect(undo).toMatchObject({ to: ada.email, content: { newEmail: next } })

    const stranger = server.visitor()
    const undone = await stranger.mutate('auth.undoEmailChange', { token: undo?.token })
    expect(undone.body.result.data).toEqual({ endedSessions: 1 })
    expect(reason(await laptop.query('sessions.list'))).toEqual([401, 'SESSION_ENDED'])
    expect(reason(await stranger.mutate('auth.signIn', ada))).toEqual([400, 'INVALID_INPUT'])
    const { email, password } = ada
    expect(reason(await stranger.mutate('auth.signIn', { email, password }))).toEqual([401, 'INVALID_CREDENTIALS'])
    const options = (await stranger.mutate('passkeys.signInOptions')).body.result.data
    const response = authenticator.get(options)
    expect(reason(await stranger.mutate('passkeys.signIn', { response }))).toEqual([401, 'PASSKEY_UNKNOWN'])
    expect(reason(await stranger.mutate('auth.undoEmailChange', { token: undo?.token }))).toEqual([
      400,
      'CHALLENGE_ENDED',
    ])
  })

  it('says what a link is for without consuming it, and sends a program away that only opens it', async () => {
    const server = await startMailServer()
    await signUpByMail(server, ada)
    const laptop = server.visitor()
    await ask(laptop, 'auth.requestSignInCode', { email: ada.email })
    const { token } = await server.mailTo(ada.email)
    for (const visitor of [laptop, server.visitor(), laptop]) {
      const { purpose, isSameBrowser } = (await visitor.mutate('auth.readLink', { token })).body.result.data
      expect({ purpose, isSameBrowser }).toEqual({ purpose: 'sign_in', isSameBrowser: visitor === laptop })
    }
    const scanner = server.visitor()
    expect(reason(await scanner.mutate('auth.confirm', { proof: { token } }))).toEqual([403, 'CHALLENGE_OTHER_BROWSER'])
    expect((await laptop.mutate('auth.confirm', { proof: { token } })).status).toBe(200)
  })

  it('has one winner of fifty tries with one code at once', async () => {
    const server = await startMailServer()
    await signUpByMail(server, ada)
    const laptop = server.visitor()
    await ask(laptop, 'auth.requestSignInCode', { email: ada.email })
    const { token } = await server.mailTo(ada.email)
    const cookie = laptop.cookie
    const tries = Array.from({ length: 50 }, () => {
      const visitor = server.visitor()
      visitor.cookie = cookie
      return visitor.mutate('auth.confirm', { proof: { token } })
    })
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(new Set(statuses)).toEqual(new Set([200, 400]))
  })

  it('tells the user of a sign-in from a new device, and not of one from the same', async () => {
    const server = await startMailServer()
    await signUpByMail(server, ada)
    const { email, password } = ada
    const same = server.visitor()
    await same.mutate('auth.signIn', { email, password })
    expect(await server.readMail()).toEqual([])
    const phone = server.visitor({
      'User-Agent': 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
    })
    await phone.mutate('auth.signIn', { email, password })
    expect((await server.mailTo(email)).content).toMatchObject({
      kind: 'notice',
      notice: 'new_sign_in',
      entries: [{ type: 'signed_in', origin: { device: 'Firefox on Android' } }],
    })
  })

  it('sends no notice to an address that its user has not proven', async () => {
    const server = await startMailServer()
    const laptop = server.visitor()
    const { challenge } = await ask(laptop, 'auth.signUp', ada)
    await laptop.mutate('auth.continueUnproven', { challenge })
    await server.readMail()
    await laptop.mutate('passwords.change', { currentPassword: ada.password, newPassword: other.password })
    expect(await server.readMail()).toEqual([])
  })

  it('shows the event that a notice names to its user alone', async () => {
    const server = await startMailServer()
    const laptop = await signUpByMail(server, ada)
    await laptop.mutate('passwords.change', { currentPassword: ada.password, newPassword: other.password })
    const { content } = await server.mailTo(ada.email)
    const id = content.kind === 'notice' ? content.entries[0].eventId : ''
    const query = `events.get?input=${encodeURIComponent(JSON.stringify({ id }))}`
    expect((await laptop.query(query)).body.result.data).toMatchObject({ id, type: 'password_changed', current: true })
    const stranger = await signUpByMail(server, other)
    expect((await stranger.query(query)).body.result.data).toBeNull()
    expect(reason(await server.visitor().query(query))).toEqual([401, 'NOT_SIGNED_IN'])
  })

  it('writes no code, token or address of a stranger into its log', async () => {
    const server = await startMailServer({ env: { LOG_LEVEL: 'debug' } })
    const visitor = server.visitor()
    const { challenge } = await ask(visitor, 'auth.signUp', ada)
    const { code, token } = await server.mailTo(ada.email)
    await visitor.mutate('auth.confirm', { proof: { challenge, code: 'BBBBBBBB' } })
    await visitor.mutate('auth.confirm', { proof: { token } })
    const secrets = [code, token, ada.email, visitor.cookieNamed('latchkey-challenge') ?? '-']
    expect(secrets.filter((secret) => server.log.some((line) => line.includes(secret)))).toEqual([])
  })

  it('stores no code and no token as it is, and none at all once the mail is sent', async () => {
    const server = await startMailServer()
    const visitor = server.visitor()
    await ask(visitor, 'auth.signUp', ada)
    const sealed = await server.beside('SELECT sealed_secret FROM outbox')
    expect(sealed).toEqual(expect.any(String))
    const { code, token } = await server.mailTo(ada.email)
    const values = await server.storedValues()
    const browser = visitor.cookieNamed('latchkey-challenge') ?? ''
    expect([code, token, browser].filter((secret) => values.some((value) => value.includes(secret)))).toEqual([])
    expect(await server.beside('SELECT sealed_secret FROM outbox')).toBeNull()
  })
})

describe('a program', () => {
  it('gets tokens for a mailed code, without cookies, and makes an account where the address has none', async () => {
    const server = await startMailServer()
    const laptop = await signUpByMail(server, ada)
    const script = server.visitor({ 'User-Agent': 'cli/1.0' })
    const { id: challenge, requestSecret } = (await script.mutate('tokens.requestCode', { email: ada.email })).body
      .result.data
    const { code } = await server.mailTo(ada.email)
    const proof = { challenge, requestSecret, code, clientId: 'cli' }
    const answer = await script.mutate('tokens.issueByCode', proof)
    const { accessToken, sessionId } = answer.body.result.data
    expect(answer.headers.getSetCookie()).toEqual([])
    const me = await server.visitor({ Authorization: `Bearer ${accessToken}` }).query('auth.me')
    expect(me.body.result.data.user.email).toBe(ada.email)
    const { others } = (await laptop.query('sessions.list')).body.result.data
    expect(others).toMatchObject([{ id: sessionId, kind: 'client', signInMethod: 'code', name: 'cli' }])
    expect(reason(await script.mutate('tokens.issueByCode', proof))).toEqual([400, 'CHALLENGE_ENDED'])

    const unknown = (await script.mutate('tokens.requestCode', { email: other.email })).body.result.data
    const mailed = await server.mailTo(other.email)
    const created = await script.mutate('tokens.issueByCode', {
      challenge: unknown.id,
      requestSecret: unknown.requestSecret,
      code: mailed.code,
      clientId: 'cli',
    })
    expect(created.status).toBe(200)
  })

  it('has the same answer for every address, and its code is refused without the secret of the request', async () => {
    const server = await startMailServer()
    await signUpByMail(server, ada)
    const known = await server.visitor().mutate('tokens.requestCode', { email: ada.email })
    const unknown = await server.visitor().mutate('tokens.requestCode', { email: 'bob@example.com' })
    expect(known.status).toBe(200)
    expect(learned(known)).toEqual(learned(unknown))
    const { id: challenge, requestSecret } = known.body.result.data
    const { code } = (await server.readMail()).find(({ to }) => to === ada.email) ?? {}
    const script = server.visitor()
    const input = { challenge, requestSecret, code, clientId: 'cli' }
    const otherSecret = unknown.body.result.data.requestSecret
    expect(reason(await script.mutate('tokens.issueByCode', { ...input, requestSecret: otherSecret }))).toEqual([
      403,
      'CHALLENGE_OTHER_BROWSER',
    ])
    expect(reason(await script.mutate('tokens.issueByCode', { ...input, code: 'BCDFGHJK' }))).toEqual([
      401,
      'WRONG_CODE',
    ])
    expect(reason(await script.mutate('tokens.issueByCode', { ...input, resource: 'https://other.example' }))).toEqual([
      400,
      'INVALID_TARGET',
    ])
    expect((await script.mutate('tokens.issueByCode', input)).status).toBe(200)
  })

  it('is asked for the code again after a wrong one, and signs in with the right one', async () => {
    const server = await startMailServer()
    await signUpByMail(server, ada)
    const options = { url: server.url, clientId: 'cli', tokenStore: memoryTokenStore() }
    const asked: boolean[] = []
    await signInByMailedCode({
      ...options,
      email: ada.email,
      askForCode: async ({ email, wasWrong }) => {
        asked.push(wasWrong)
        return wasWrong ? (await server.mailTo(email)).code : 'BCDFGHJK'
      },
    })
    expect(asked).toEqual([false, true])
    expect((await createClient(options).auth.me.query())?.user.email).toBe(ada.email)
  })
})

describe('a server without mail', () => {
  it('signs up at once, and refuses what is done by mail', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    expect((await visitor.mutate('auth.signUp', ada)).body.result.data).toMatchObject({
      user: { email: ada.email, emailProvenAt: null },
      challenge: null,
    })
    expect((await visitor.query('auth.mailOptions')).body.result.data).toMatchObject({ configured: false })
    for (const path of ['auth.requestPasswordReset', 'auth.requestSignInCode']) {
      expect(reason(await visitor.mutate(path, { email: ada.email }))).toEqual([404, 'MAIL_NOT_CONFIGURED'])
    }
  })
})
