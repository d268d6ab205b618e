import { totpCode } from '@latchkey/auth/testing'
import { secondFactorCodeInput, userCodeInput } from '@latchkey/schema'
import { expect, it } from 'vitest'
import { ask, signUpByMail, startMailServer } from '../support/mail.ts'
import { ada, type Answer, startTestServer } from '../support/test-server.ts'
import { addPasskey } from '../support/passkeys.ts'
import { approveCode, approveConsent, clientId, pollDevice, postForm, redeemCode } from '../support/grants.ts'

/** A value, and the parts of a composed value: a sealed key, a hash with its parameters, JSON. */
const partsOf = (value: string): readonly string[] => [
  value,
  ...value.split(/[.$,":{}]+/).filter((part) => part !== ''),
]

const reasonOf = ({ body }: Answer): string => body?.error?.data?.reason ?? 'no refusal'

it('a copy of the database holds no value that works as any kind of credential', async () => {
  const server = await startTestServer({ env: { ATTEMPTS_PER_NETWORK: '1000000' } })
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const program = server.visitor()
  const byPassword = { email: ada.email, password: ada.password, clientId }
  const tokens = (await program.mutate('tokens.issue', byPassword)).body.result.data
  const { refreshToken } = tokens
  const next = (await program.mutate('tokens.refresh', { refreshToken, clientId })).body.result.data
  const used = await approveCode(browser)
  await redeemCode(program, used)
  const code = await approveCode(browser)
  const begin = async () => (await postForm(program, '/oauth/device_authorization', { client_id: clientId })).body
  const [waiting, approved] = [await begin(), await begin()]
  await approveConsent(browser, { userCode: approved.user_code })
  await addPasskey(browser)
  const options = (await browser.mutate('passkeys.signInOptions')).body.result.data

  const values = await server.storedValues()
  expect(values).toContain(ada.email)
  const bytes = (await server.databaseBytes()).toString('latin1')
  const secrets = [
    browser.token,
    ...[tokens, next].flatMap((pair) => [pair.accessToken, pair.refreshToken]),
    code,
    used,
    ...[waiting, approved].flatMap((device) => [device.device_code, device.user_code]),
    ...[waiting, approved].map((device) => String(device.user_code).replace('-', '')),
    options.challenge,
    browser.cookieNamed('latchkey-passkey') ?? '-',
    ada.password,
    'PRIVATE KEY',
    '"d":',
  ]
  for (const secret of secrets) {
    expect(bytes).not.toContain(secret)
    expect(server.log.join('')).not.toContain(secret)
  }

  const parts = new Set([...values].flatMap(partsOf))
  expect(parts.size).toBeGreaterThan(50)
  const thief = server.visitor()
  for (const part of parts) {
    // Some values can't be sent in a header.
    const inHeader = /^[\x21-\x7e]+$/.test(part)
    if (inHeader) {
      expect(reasonOf(await thief.query('auth.me', { Authorization: `Bearer ${part}` }))).toBe('INVALID_TOKEN')
      const asCookie = await thief.query('auth.me', { Cookie: `latchkey=${part}` })
      expect([part, asCookie.body.result?.data]).toEqual([part, null])
    }
    for (const answer of [await redeemCode(thief, part), await pollDevice(thief, part)]) {
      expect([part, answer.status, answer.body.error]).toEqual([part, 400, expect.stringMatching(/^invalid_/)])
    }
    const refresh = await thief.mutate('tokens.refresh', { refreshToken: part, clientId })
    expect([part, reasonOf(refresh)]).toEqual([part, expect.stringMatching(/^INVALID_(?:REFRESH_TOKEN|INPUT)$/)])
    const password = await thief.mutate('auth.signIn', { email: ada.email, password: part })
    expect([part, reasonOf(password)]).toEqual([part, expect.stringMatching(/^INVALID_(?:CREDENTIALS|INPUT)$/)])
    // The id of a secret has eight random characters, which may have the shape of a user code. Guesses are limited.
    if (userCodeInput.safeParse(part).success) {
      const device = await browser.mutate('grants.findDevice', { userCode: part })
      expect([part, reasonOf(device)]).toEqual([part, 'USER_CODE_UNKNOWN'])
    }
  }
  // No attempt ended a session.
  expect((await browser.query('sessions.list')).body.result.data.others).toHaveLength(2)
}, 60_000)

it('a copy of the database holds no value that confirms what was mailed', async () => {
  const server = await startMailServer({ env: { ATTEMPTS_PER_NETWORK: '1000000' } })
  const browser = await signUpByMail(server, ada)
  const change = await ask(browser, 'auth.requestEmailChange', { email: 'countess@example.com' })
  const { code, token } = await server.mailTo('countess@example.com')
  // One whose mail waits in the outbox.
  const asking = server.visitor()
  const { challenge } = await ask(asking, 'auth.requestSignInCode', { email: ada.email })
  const values = await server.storedValues()
  const cookies = [browser, asking].map((visitor) => visitor.cookieNamed('latchkey-challenge') ?? '-')
  for (const secret of [code, token, ...cookies]) expect(values.filter((value) => value.includes(secret))).toEqual([])

  for (const part of new Set(values.flatMap(partsOf))) {
    for (const path of ['auth.readLink', 'auth.undoEmailChange']) {
      const answer = await server.visitor().mutate(path, { token: part })
      expect([part, reasonOf(answer)]).toEqual([part, expect.stringMatching(/^(?:CHALLENGE_ENDED|INVALID_INPUT)$/)])
    }
    const thief = server.visitor()
    thief.setCookie('latchkey-challenge', part)
    // Each has the id of a challenge and the code of another.
    for (const id of [challenge, change.challenge]) {
      const proof = { challenge: id, code: userCodeInput.safeParse(part).success ? part : 'BCDFGHJK' }
      const answer = await thief.mutate('auth.confirm', { proof })
      expect([part, answer.status === 200]).toEqual([part, false])
    }
  }
}, 60_000)

it('a copy of the database holds no second factor, and no sign-in that waits for one', async () => {
  const server = await startTestServer({ env: { ATTEMPTS_PER_NETWORK: '1000000' } })
  const browser = server.visitor()
  await browser.mutate('auth.signUp', ada)
  const { secret, setup } = (await browser.mutate('secondFactors.setUp')).body.result.data
  const code = totpCode(secret, new Date())
  const { recoveryCodes } = (await browser.mutate('secondFactors.confirm', { setup, code })).body.result.data
  const trusted = server.visitor()
  const credentials = { email: ada.email, password: ada.password }
  await trusted.mutate('auth.signIn', credentials)
  await trusted.mutate('auth.verifySecondFactor', { code: recoveryCodes[0], trustDevice: true })
  const waiting = server.visitor()
  await waiting.mutate('auth.signIn', credentials)
  const program = server.visitor()
  const due = (await program.mutate('tokens.issue', { ...credentials, clientId })).body.result.data

  const values = await server.storedValues()
  const cookies = [trusted.cookieNamed('latchkey-trusted'), waiting.cookieNamed('latchkey-attempt')]
  const secrets = [secret, setup, due.attempt, ...recoveryCodes, ...cookies]
  for (const one of secrets) {
    expect(one).toEqual(expect.any(String))
    expect(values.filter((value) => value.includes(String(one)))).toEqual([])
    expect(server.log.join('')).not.toContain(one)
  }

  for (const part of new Set(values.flatMap(partsOf))) {
    const thief = server.visitor()
    thief.setCookie('latchkey-attempt', part)
    const typed = secondFactorCodeInput.safeParse(part).success ? part : recoveryCodes[1]
    const asAttempt = await thief.mutate('auth.verifySecondFactor', { code: typed })
    expect([part, reasonOf(asAttempt)]).toEqual([part, 'ATTEMPT_ENDED'])
    thief.setCookie('latchkey-trusted', part)
    const asTrusted = await thief.mutate('auth.signIn', credentials)
    expect([part, asTrusted.body.result.data.status]).toEqual([part, 'secondFactor'])
  }
}, 60_000)
