import { describe, expect, it } from 'vitest'
import { day, minute, second } from '../core/duration.ts'
import { SecondFactorDue } from '../sessions/second-factor-due.ts'
import type { SignInAttemptToken } from '../sessions/sign-in-attempt.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { readMail } from '../testing/read-mail.ts'
import { testAuth } from '../testing/test-auth.ts'
import { totpCode } from '../testing/totp-code.ts'

const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
const here = { request, replaces: null }
const refused = (code: string) => expect.objectContaining({ code }) as unknown

/** Signs Ada up and turns two-step verification on. A step later its codes can be used again. */
async function withTotp(options: Parameters<typeof testAuth>[0] = {}) {
  const test = testAuth(options)
  const { auth, clock } = test
  const caller = await auth.passwords.signUp(ada, here)
  const { secret, setup } = await auth.secondFactors.setUp(caller)
  const confirmed = await auth.secondFactors.confirm(caller, { setup, code: totpCode(secret, clock.now()) }, request)
  clock.advance(30 * second)
  const code = (steps = 0): string => totpCode(secret, clock.now(), steps)
  const attempt = async (by = request): Promise<SignInAttemptToken> => {
    const due = await auth.passwords.signIn(ada, { request: by, replaces: null }).catch((error: unknown) => error)
    if (!(due instanceof SecondFactorDue)) throw new TypeError('no second factor was asked for')
    return due.token
  }
  const complete = (token: string | null, typed: string, changes: object = {}) =>
    auth.secondFactors.complete({ attempt: token, code: typed, trustDevice: false, client: null, ...here, ...changes })
  return { ...test, caller: { ...caller, session: confirmed.session }, confirmed, secret, code, attempt, complete }
}

describe('setting up an authenticator app', () => {
  it('stores nothing before a code of it was typed, and nothing readable after', async () => {
    const { auth, clock } = testAuth()
    const caller = await auth.passwords.signUp(ada, here)
    const { secret, setup } = await auth.secondFactors.setUp(caller)
    expect(setup).not.toContain(secret)
    await expect(auth.secondFactors.confirm(caller, { setup, code: '000000' }, request)).rejects.toEqual(
      refused('WRONG_SECOND_FACTOR'),
    )
    expect(await auth.secondFactors.list(caller)).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 })
    const code = totpCode(secret, clock.now())
    const { session, recoveryCodes } = await auth.secondFactors.confirm(caller, { setup, code }, request)
    expect(session.secondFactor).toBe('totp')
    expect(recoveryCodes).toHaveLength(10)
    expect(await auth.secondFactors.list(caller)).toMatchObject({ totpSince: clock.now(), recoveryCodesLeft: 10 })
  })

  it('takes an offer from the session that it was made to, for half an hour', async () => {
    const { auth, clock } = testAuth()
    const caller = await auth.passwords.signUp(ada, here)
    const other = await auth.passwords.signIn(ada, here)
    const { secret, setup } = await auth.secondFactors.setUp(caller)
    const confirmation = () => ({ setup, code: totpCode(secret, clock.now()) })
    await expect(auth.secondFactors.confirm(other, confirmation(), request)).rejects.toEqual(
      refused('WRONG_SECOND_FACTOR'),
    )
    clock.advance(30 * minute)
    await expect(auth.secondFactors.confirm(caller, confirmation(), request)).rejects.toEqual(
      refused('WRONG_SECOND_FACTOR'),
    )
  })

  it('is refused where there is one already', async () => {
    const { auth, caller } = await withTotp()
    await expect(auth.secondFactors.setUp(caller)).rejects.toEqual(refused('SECOND_FACTOR_EXISTS'))
  })
})

describe('a sign-in of a user with two-step verification', () => {
  it('starts no session before the code, and one with both factors after', async () => {
    const { auth, caller, attempt, complete, code, events } = await withTotp()
    const token = await attempt()
    expect(await auth.sessions.list(caller)).toHaveLength(1)
    expect(events.filter(({ type }) => type === 'signed_in')).toEqual([])
    const { session, user } = await complete(token, code())
    expect(user.email).toBe(ada.email)
    expect(session).toMatchObject({ signInMethod: 'password', secondFactor: 'totp' })
    expect(await auth.sessions.list(caller)).toHaveLength(2)
    expect(events.at(-1)).toMatchObject({ type: 'signed_in', method: 'password', secondFactor: 'totp' })
  })

  it('has an attempt that is worth nothing else: no session, no bearer token, once, for five minutes', async () => {
    const { auth, attempt, complete, code, clock } = await withTotp()
    const token = await attempt()
    expect(await auth.sessions.authenticate(token, request)).toBeNull()
    await expect(auth.tokens.authenticate(token, request)).rejects.toEqual(refused('INVALID_TOKEN'))
    await expect(
      auth.tokens.verifySecondFactor({ attempt: token, code: code(), clientId: 'cli' }, request),
    ).rejects.toEqual(refused('ATTEMPT_ENDED'))
    await complete(token, code())
    clock.advance(30 * second)
    await expect(complete(token, code())).rejects.toEqual(refused('ATTEMPT_ENDED'))
    const late = await attempt()
    clock.advance(5 * minute)
    await expect(complete(late, code())).rejects.toEqual(refused('ATTEMPT_ENDED'))
    await expect(complete(null, code())).rejects.toEqual(refused('ATTEMPT_ENDED'))
  })

  it('takes each code once, one step early or late, and not again after the clock was set back', async () => {
    const { attempt, complete, code, clock } = await withTotp()
    const used = code(1)
    await complete(await attempt(), used)
    await expect(complete(await attempt(), used)).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
    await expect(complete(await attempt(), code())).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
    clock.advance(-day)
    await expect(complete(await attempt(), code())).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
    clock.advance(day + minute)
    await complete(await attempt(), code())
  })

  it('has one winner of fifty with one code', async () => {
    const { attempt, complete, code } = await withTotp({ limits: { secondFactor: { user: 1000 } } })
    const tokens = await Promise.all(Array.from({ length: 50 }, () => attempt()))
    const typed = code()
    const results = await Promise.allSettled(tokens.map((token) => complete(token, typed)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toEqual(refused('WRONG_SECOND_FACTOR'))
    }
  })

  it('takes a recovery code once, and tells the user', async () => {
    const { auth, caller, attempt, complete, confirmed } = await withTotp({
      mailPolicy: { proof: 'asked', codes: true, mailbox: null },
    })
    const [first = '', other = ''] = confirmed.recoveryCodes
    const { session } = await complete(await attempt(), first)
    expect(session.secondFactor).toBe('recovery_code')
    expect(await auth.secondFactors.list(caller)).toMatchObject({ recoveryCodesLeft: 9 })
    await expect(complete(await attempt(), first)).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
    await expect(complete(await attempt(), `${other.slice(0, -1)}B`)).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
    await complete(await attempt(), other)
  })

  it('counts wrong codes by user, and not right ones', async () => {
    const { attempt, complete, code, clock } = await withTotp({ limits: { secondFactor: { user: 5 } } })
    for (let tries = 0; tries < 6; tries += 1) {
      await complete(await attempt(), code())
      clock.advance(30 * second)
    }
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(complete(await attempt(), '000000')).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
    }
    await expect(complete(await attempt(), code())).rejects.toEqual(refused('RATE_LIMITED'))
  })

  it('allows five tries of one attempt', async () => {
    const { attempt, complete, code } = await withTotp({ limits: { secondFactor: { user: 1000 } } })
    const token = await attempt()
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(complete(token, '000000')).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
    }
    await expect(complete(token, code())).rejects.toEqual(refused('ATTEMPT_ENDED'))
  })

  it('is told to the user by mail when the code is wrong after the right password', async () => {
    const { auth, caller, attempt, complete } = await withTotp({
      mailPolicy: { proof: 'asked', codes: true, mailbox: null },
    })
    const context = { request, browser: null, caller }
    const { browser, challenge } = await auth.challenges.requestEmailProof(context)
    const proof = { challenge: challenge.id, code: (await readMail(auth)).at(-1)?.secret?.code ?? '' }
    await auth.challenges.proveEmail(proof, { ...context, browser })
    await expect(complete(await attempt(), '000000')).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
    expect((await readMail(auth)).map(({ content }) => content)).toMatchObject([
      { kind: 'notice', notice: 'second_factor_failed', entries: [{ type: 'second_factor_failed' }] },
    ])
  })

  it('is asked for the code after a reset and a change of address too', async () => {
    const mailPolicy = { proof: 'asked', codes: true, mailbox: null } as const
    const { auth, caller } = await withTotp({ mailPolicy })
    const mailed = async () => (await readMail(auth)).find(({ secret }) => secret !== null)?.secret?.code ?? ''
    const context = { request, browser: null, caller }
    // Proven, so that the reset does not take the account for a stranger's.
    const proving = await auth.challenges.requestEmailProof(context)
    const proof = { challenge: proving.challenge.id, code: await mailed() }
    await auth.challenges.proveEmail(proof, { ...context, browser: proving.browser })

    const changing = await auth.challenges.requestEmailChange('countess@example.com', context)
    const change = { challenge: changing.challenge.id, code: await mailed() }
    await auth.challenges.changeEmail(change, { ...context, browser: changing.browser })
    const email = 'countess@example.com'
    const due = auth.passwords.signIn({ ...ada, email }, here)
    await expect(due).rejects.toBeInstanceOf(SecondFactorDue)

    await readMail(auth)
    const resetting = await auth.challenges.requestPasswordReset({ email }, { ...context, caller: null })
    const reset = {
      proof: { challenge: resetting.challenge.id, code: await mailed() },
      newPassword: 'another horse battery',
    }
    await auth.challenges.resetPassword(reset, { ...context, caller: null, browser: resetting.browser })
    const again = auth.passwords.signIn({ email, password: 'another horse battery' }, here)
    await expect(again).rejects.toBeInstanceOf(SecondFactorDue)
  })

  it('gives tokens to a client that began it, after the code', async () => {
    const { auth, code } = await withTotp()
    const due = await auth.tokens.issue({ ...ada, clientId: 'cli' }, request).catch((error: unknown) => error)
    if (!(due instanceof SecondFactorDue)) throw new TypeError('no second factor was asked for')
    const input = { attempt: due.token, code: code() }
    await expect(auth.tokens.verifySecondFactor({ ...input, clientId: 'other' }, request)).rejects.toEqual(
      refused('ATTEMPT_ENDED'),
    )
    await expect(auth.secondFactors.complete({ ...input, trustDevice: true, client: null, ...here })).rejects.toEqual(
      refused('ATTEMPT_ENDED'),
    )
    const { session } = await auth.tokens.verifySecondFactor({ ...input, clientId: 'cli' }, request)
    expect(session).toMatchObject({ kind: 'client', clientId: 'cli', secondFactor: 'totp' })
  })
})

describe('a trusted browser', () => {
  it('is not asked for a code for thirty days, and is again once it is ended', async () => {
    const { auth, caller, attempt, complete, code, clock } = await withTotp()
    const { trustedDevice } = await complete(await attempt(), code(), { trustDevice: true })
    const trusted = { request: { ...request, trustedDevice }, replaces: null }
    const { session } = await auth.passwords.signIn(ada, trusted)
    expect(session.secondFactor).toBe('trusted_device')
    const { trustedDevices } = await auth.secondFactors.list(caller)
    expect(trustedDevices).toMatchObject([{ name: 'curl', ip: request.ip }])
    clock.advance(30 * day)
    await expect(auth.passwords.signIn(ada, trusted)).rejects.toBeInstanceOf(SecondFactorDue)

    const again = await complete(await attempt(), code(), { trustDevice: true })
    const other = { request: { ...request, trustedDevice: again.trustedDevice }, replaces: null }
    await auth.passwords.signIn(ada, other)
    const [device] = (await auth.secondFactors.list(caller)).trustedDevices
    await auth.secondFactors.endTrustedDevice(caller, device?.id ?? '', request)
    await expect(auth.passwords.signIn(ada, other)).rejects.toBeInstanceOf(SecondFactorDue)
  })

  it('is of no use to another user', async () => {
    const { auth, attempt, complete, code, clock } = await withTotp()
    const { trustedDevice } = await complete(await attempt(), code(), { trustDevice: true })
    const bob = { ...ada, email: 'bob@example.com' }
    const caller = await auth.passwords.signUp(bob, here)
    const { secret, setup } = await auth.secondFactors.setUp(caller)
    await auth.secondFactors.confirm(caller, { setup, code: totpCode(secret, clock.now()) }, request)
    const trusted = { request: { ...request, trustedDevice }, replaces: null }
    await expect(auth.passwords.signIn(bob, trusted)).rejects.toBeInstanceOf(SecondFactorDue)
    const [device] = (await auth.secondFactors.list(caller)).trustedDevices
    expect(device).toBeUndefined()
  })
})

describe('two-step verification', () => {
  it('steps up with a code, once', async () => {
    const { auth, caller, code } = await withTotp()
    const typed = code()
    const { session, stepUpUntil } = await auth.secondFactors.stepUp(caller, typed, request)
    expect(stepUpUntil > auth.now()).toBe(true)
    const rotated = { ...caller, session }
    await expect(auth.secondFactors.stepUp(rotated, typed, request)).rejects.toEqual(refused('WRONG_SECOND_FACTOR'))
  })

  it('is off once it is removed, by its user or by an operator, with what it made possible', async () => {
    const { auth, caller, attempt, complete, code, clock } = await withTotp()
    const waiting = await attempt()
    await complete(await attempt(), code(), { trustDevice: true })
    await auth.secondFactors.remove(caller, request)
    expect(await auth.secondFactors.list(caller)).toEqual({
      totpSince: null,
      recoveryCodesLeft: 0,
      trustedDevices: [],
    })
    clock.advance(30 * second)
    await expect(complete(waiting, code())).rejects.toEqual(refused('ATTEMPT_ENDED'))
    await auth.passwords.signIn(ada, here)
    await expect(auth.secondFactors.remove(caller, request)).rejects.toEqual(refused('NO_SECOND_FACTOR'))
    expect(await auth.secondFactors.reset(caller.user.id)).toBe(false)

    const lost = await withTotp()
    expect(await lost.auth.secondFactors.reset(lost.caller.user.id)).toBe(true)
    await lost.auth.passwords.signIn(ada, here)
    expect(lost.events.map(({ type }) => type)).toContain('second_factor_reset')
  })

  it('goes on when the secret of the configuration is replaced, once the app’s own is sealed under the new one', async () => {
    const [older, newer] = ['an older secret, long enough to be one', 'a newer secret, long enough to be one']
    const stores = createMemoryStores()
    const { auth, clock, secret, caller } = await withTotp({ stores, secrets: [older] })
    const { clock: later, ...both } = testAuth({ stores, secrets: [newer, older] })
    later.advance(clock.now().getTime() - later.now().getTime())
    await both.auth.secondFactors.reseal()
    const only = testAuth({ stores, secrets: [newer] })
    only.clock.advance(clock.now().getTime() - only.clock.now().getTime())
    const { session } = await only.auth.secondFactors.stepUp(caller, totpCode(secret, clock.now()), request)
    expect(session.secondFactor).toBe('totp')
    // Under a secret that is gone it can’t be read, and stays as it is.
    await auth.secondFactors.reseal()
    only.clock.advance(30 * second)
    await only.auth.secondFactors.stepUp({ ...caller, session }, totpCode(secret, only.clock.now()), request)
  })

  it('has new recovery codes in place of the old ones', async () => {
    const { auth, caller, attempt, complete, confirmed } = await withTotp()
    const codes = await auth.secondFactors.renewRecoveryCodes(caller, request)
    await expect(complete(await attempt(), confirmed.recoveryCodes[0] ?? '')).rejects.toEqual(
      refused('WRONG_SECOND_FACTOR'),
    )
    await complete(await attempt(), codes[0] ?? '')
  })

  it('is demanded of all users, of admins or of none, in sessions that have not shown it', async () => {
    const dueIn = async (secondFactorPolicy: 'optional' | 'admins' | 'required') => {
      const { auth } = testAuth({ secondFactorPolicy })
      const caller = await auth.passwords.signUp(ada, here)
      const admin = { ...caller, user: { ...caller.user, role: 'admin' } } as const
      return [auth.secondFactors.isDue(caller), auth.secondFactors.isDue(admin)]
    }
    expect(await dueIn('optional')).toEqual([false, false])
    expect(await dueIn('admins')).toEqual([false, true])
    expect(await dueIn('required')).toEqual([true, true])
    const { auth, caller } = await withTotp({ secondFactorPolicy: 'required' })
    expect(auth.secondFactors.isDue(caller)).toBe(false)
  })
})
