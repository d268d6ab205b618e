import { describe, expect, it } from 'vitest'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { testAuth } from '../testing/test-auth.ts'
import { browserMarkLifetime } from './browser-marks.ts'

const request = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }
const context = { request, replaces: null }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

describe('signing up', () => {
  it('creates one user for concurrent sign-ups with one address in several spellings', async () => {
    const { auth } = testAuth()
    const spellings = ['ada@example.com', 'ADA@example.com', 'ada@EXAMPLE.com', 'ａｄａ＠example.com']
    const attempts = spellings.map((email) => auth.passwords.signUp({ ...ada, email }, context))
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason.code).toBe('EMAIL_TAKEN')
  })

  it.each([
    ['password', 'PASSWORD_TOO_COMMON'],
    ['PassWord1', 'PASSWORD_TOO_COMMON'],
    ['iloveyou', 'PASSWORD_TOO_COMMON'],
    ['latchkey', 'PASSWORD_TOO_COMMON'],
    ['latchkeylatchkey', 'PASSWORD_TOO_COMMON'],
    ['ada@example.com', 'PASSWORD_TOO_COMMON'],
    ['Ada Lovelace', 'PASSWORD_TOO_COMMON'],
    ['adalovelace', 'PASSWORD_TOO_COMMON'],
    ['00000000', 'PASSWORD_TOO_COMMON'],
    ['aaaaaaaaaa', 'PASSWORD_TOO_COMMON'],
    ['abcdefgh', 'PASSWORD_TOO_COMMON'],
    ['87654321', 'PASSWORD_TOO_COMMON'],
    ['0123456789', 'PASSWORD_TOO_COMMON'],
    ['12341234', 'PASSWORD_TOO_COMMON'],
    ['abcabcabca', 'PASSWORD_TOO_COMMON'],
    ['password ', 'PASSWORD_TOO_COMMON'],
    ['        ', 'PASSWORD_TOO_COMMON'],
  ])('refuses the password %j', async (password, code) => {
    const { auth } = testAuth()
    const attempt = auth.passwords.signUp({ ...ada, name: 'Ada Lovelace', password }, context)
    await expect(attempt).rejects.toMatchObject({ code })
  })

  it('compares the blocklist with the whole password, not with a part of it', async () => {
    const { auth } = testAuth()
    await expect(auth.passwords.signUp({ ...ada, password: 'password of mine' }, context)).resolves.toBeDefined()
  })

  it('requires the configured minimum length in code points', async () => {
    const { auth } = testAuth({ minLength: 15 })
    const fourteen = '🔑🚪🪟🛎🧹🪣🧺🪑🛋🪞🧸🖼🕯🪴'
    await expect(auth.passwords.signUp({ ...ada, password: fourteen }, context)).rejects.toMatchObject({
      code: 'PASSWORD_TOO_SHORT',
    })
    await expect(auth.passwords.signUp({ ...ada, password: `${fourteen}🔑` }, context)).resolves.toBeDefined()
  })
})

describe('signing in', () => {
  it('accepts the password in any Unicode normal form, and no other password', async () => {
    const { auth } = testAuth()
    const composed = 'pässwörd für Ada'.normalize('NFC')
    await auth.passwords.signUp({ ...ada, password: composed }, context)
    const signIn = (password: string) => auth.passwords.signIn({ email: ada.email, password }, context)
    await expect(signIn(composed.normalize('NFD'))).resolves.toBeDefined()
    for (const wrong of [`${composed} `, composed.toUpperCase(), composed.slice(0, -1), `${composed}x`]) {
      await expect(signIn(wrong)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    }
  })

  it('verifies every character of a long password', async () => {
    const { auth } = testAuth()
    const long = 'x1'.repeat(127)
    await auth.passwords.signUp({ ...ada, password: `${long}aa` }, context)
    const attempt = auth.passwords.signIn({ email: ada.email, password: `${long}ab` }, context)
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  })

  it('gives the same answer for an unknown address and for a wrong password', async () => {
    const { auth, events } = testAuth()
    await auth.passwords.signUp(ada, context)
    const refusals = await Promise.allSettled([
      auth.passwords.signIn({ email: ada.email, password: 'wrong' }, context),
      auth.passwords.signIn({ email: 'stranger@example.com', password: 'wrong' }, context),
    ])
    const [wrong, unknown] = refusals.map((refusal) => (refusal.status === 'rejected' ? refusal.reason : null))
    expect(unknown).toEqual(wrong)
    expect(wrong).toMatchObject({ code: 'INVALID_CREDENTIALS' })
    expect(events.filter((event) => event.type === 'sign_in_failed')).toHaveLength(2)
    expect(JSON.stringify(events)).not.toContain('stranger')
  })

  it('refuses even the right password after too many wrong ones from a network, and refuses no other network', async () => {
    const { auth } = testAuth({ limits: { passwordAttempt: { account: 5, network: 100 } } })
    await auth.passwords.signUp(ada, { request: { ...request, ip: '198.51.100.1' }, replaces: null })
    const wrong = Array.from({ length: 20 }, () => auth.passwords.signIn({ ...ada, password: 'wrong' }, context))
    const outcomes = await Promise.allSettled(wrong)
    const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'signed in'))
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(15)
    await expect(auth.passwords.signIn(ada, context)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 15 * 60,
    })

    const elsewhere = { request: { ...request, ip: '198.51.100.1' }, replaces: null }
    await expect(auth.passwords.signIn(ada, elsewhere)).resolves.toBeDefined()
  })

  it('does not count attempts with the right password', async () => {
    const { auth } = testAuth({ limits: { passwordAttempt: { account: 3, network: 5 } } })
    await auth.passwords.signUp(ada, context)
    for (let times = 0; times < 20; times += 1) await auth.passwords.signIn(ada, context)
  })

  it('does not count an attempt that could not be verified for want of capacity', async () => {
    const stores = createMemoryStores()
    await testAuth({ stores }).auth.passwords.signUp(ada, context)
    const limits = { passwordAttempt: { account: 3, network: 100 } }
    const { auth } = testAuth({ stores, limits, bounds: { concurrency: 0, maxWaiting: 0 } })
    for (let times = 0; times < 10; times += 1) {
      await expect(auth.passwords.signIn(ada, context)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 2 })
    }
  })

  it('replaces the hash by one with new parameters, and the password stays the same', async () => {
    const stores = createMemoryStores()
    await testAuth({ stores }).auth.passwords.signUp(ada, context)
    const before = await stores.passwords.findByEmail(ada.email)
    const { auth } = testAuth({ stores, argon2: { memoryCost: 16, timeCost: 2 } })
    await auth.passwords.signIn(ada, context)
    const after = await stores.passwords.findByEmail(ada.email)
    expect(before?.hash).toContain('m=8,t=1,p=1')
    expect(after?.hash).toContain('m=16,t=2,p=1')
    await expect(auth.passwords.signIn(ada, context)).resolves.toBeDefined()
    expect((await stores.passwords.findByEmail(ada.email))?.hash).toBe(after?.hash)
  })

  it('starts every session of concurrent sign-ins that replace the hash', async () => {
    const stores = createMemoryStores()
    await testAuth({ stores }).auth.passwords.signUp(ada, context)
    const { auth } = testAuth({ stores, argon2: { memoryCost: 16, timeCost: 2 } })
    const signIns = await Promise.all(Array.from({ length: 8 }, () => auth.passwords.signIn(ada, context)))
    for (const { token } of signIns) expect(await auth.sessions.authenticate(token, null)).not.toBeNull()
    expect((await stores.passwords.findByEmail(ada.email))?.hash).toContain('m=16,t=2,p=1')
  })
})

describe('a browser in which the user signed in before', () => {
  const limits = { passwordAttempt: { accountAnywhere: 5 } }
  const stranger = { request: { ...request, ip: '198.51.100.1' }, replaces: null }
  const wrong = { ...ada, password: 'wrong' }

  /** Signs up, then uses up the limit of the account over all networks. */
  async function attacked() {
    const { auth, clock } = testAuth({ limits })
    const signedUp = await auth.passwords.signUp(ada, context)
    const attempts = Array.from({ length: 20 }, (_, n) =>
      auth.passwords.signIn(wrong, { ...stranger, request: { ...request, ip: `198.51.100.${n}` } }),
    )
    await Promise.allSettled(attempts)
    const signIn = (browserMarks: string | null) => auth.passwords.signIn(ada, { ...context, browserMarks })
    return { auth, clock, signIn, signedUp }
  }

  it('signs in while strangers have used up the limit of the account, and another browser does not', async () => {
    const { signIn, signedUp } = await attacked()
    await expect(signIn(null)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    const { browserMarks } = await signIn(signedUp.browserMarks)
    await expect(signIn(browserMarks)).resolves.toBeDefined()
  })

  it('is limited by its own attempts', async () => {
    const { auth } = testAuth({ limits: { passwordAttempt: { browser: 3 } } })
    const { browserMarks } = await auth.passwords.signUp(ada, context)
    for (let times = 0; times < 3; times += 1) {
      const attempt = auth.passwords.signIn(wrong, { ...context, browserMarks })
      await expect(attempt).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    }
    const attempt = auth.passwords.signIn(ada, { ...context, browserMarks })
    await expect(attempt).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await expect(auth.passwords.signIn(ada, context)).resolves.toBeDefined()
  })

  it('is not recognised by a forged mark, by that of another account, or by one that has expired', async () => {
    const { auth, clock, signIn, signedUp } = await attacked()
    const bob = await auth.passwords.signUp({ ...ada, email: 'bob@example.com' }, context)
    const forged = `${signedUp.browserMarks.slice(0, -2)}__`
    for (const marks of ['junk', forged, bob.browserMarks]) {
      await expect(signIn(marks)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    }
    await expect(signIn(signedUp.browserMarks)).resolves.toBeDefined()
    clock.advance(browserMarkLifetime)
    const attempts = Array.from({ length: 20 }, () => auth.passwords.signIn(wrong, stranger))
    await Promise.allSettled(attempts)
    await expect(signIn(signedUp.browserMarks)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })

  it('is recognised after it changed the password, and others are not any more', async () => {
    const { auth, signIn, signedUp } = await attacked()
    const laptop = await signIn(signedUp.browserMarks)
    const phone = await signIn(signedUp.browserMarks)
    const change = { currentPassword: ada.password, newPassword: 'another good one' }
    const { browserMarks } = await auth.passwords.change(laptop, change, request, laptop.browserMarks)
    const signInAgain = (marks: string) =>
      auth.passwords.signIn({ ...ada, password: change.newPassword }, { ...context, browserMarks: marks })
    await expect(signInAgain(phone.browserMarks)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await expect(signInAgain(browserMarks)).resolves.toBeDefined()
  })
})

describe('changing the password', () => {
  const changed = { currentPassword: ada.password, newPassword: 'another good one' }

  it('is refused where the new password is the current one, and ends nothing', async () => {
    const { auth } = testAuth()
    const laptop = await auth.passwords.signUp(ada, context)
    const phone = await auth.passwords.signIn(ada, context)
    const same = auth.passwords.change(laptop, { ...changed, newPassword: ada.password }, request)
    await expect(same).rejects.toMatchObject({ code: 'PASSWORD_UNCHANGED' })
    expect(await auth.sessions.authenticate(phone.token, null)).not.toBeNull()
  })

  it('ends every other session, gives the calling one a new token, and requires the old password', async () => {
    const { auth } = testAuth()
    const laptop = await auth.passwords.signUp(ada, context)
    const phone = await auth.passwords.signIn(ada, context)
    const wrong = auth.passwords.change(laptop, { ...changed, currentPassword: 'wrong' }, request)
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })

    const { token, endedSessions } = await auth.passwords.change(laptop, changed, request)
    expect(endedSessions).toBe(1)
    expect(await auth.sessions.authenticate(phone.token, null)).toBeNull()
    expect(await auth.sessions.authenticate(laptop.token, null)).toBeNull()
    expect((await auth.sessions.authenticate(token, null))?.session.id).toBe(laptop.session.id)
    await expect(auth.passwords.signIn(ada, context)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    await expect(auth.passwords.signIn({ ...ada, password: changed.newPassword }, context)).resolves.toBeDefined()
  })

  it('leaves no session to a concurrent sign-in with the old password', async () => {
    const stores = createMemoryStores()
    const { auth } = testAuth({ stores })
    const laptop = await auth.passwords.signUp(ada, context)
    // The change commits after the sign-in has verified the old hash, and before it starts its session.
    const slow = testAuth({
      stores: {
        ...stores,
        passwords: {
          ...stores.passwords,
          signIn: async (signIn, record) => {
            await auth.passwords.change(laptop, changed, request)
            return stores.passwords.signIn(signIn, record)
          },
        },
      },
    })
    await expect(slow.auth.passwords.signIn(ada, context)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    expect(await stores.sessions.listLive(laptop.user.id, slow.clock.now())).toHaveLength(1)
  })

  it('succeeds when the parameters of hashing have changed since the password was set', async () => {
    const stores = createMemoryStores()
    await testAuth({ stores }).auth.passwords.signUp(ada, context)
    const { auth } = testAuth({ stores, argon2: { memoryCost: 16, timeCost: 2 } })
    const { user } = (await stores.passwords.findByEmail(ada.email)) ?? expect.unreachable()
    const [session] = await stores.sessions.listLive(user.id, testAuth().clock.now())
    if (session === undefined) expect.unreachable()
    await auth.passwords.change({ user, session }, changed, request)
    await expect(auth.passwords.signIn({ ...ada, password: changed.newPassword }, context)).resolves.toBeDefined()
  })

  it('makes one of two concurrent changes', async () => {
    const { auth } = testAuth()
    const laptop = await auth.passwords.signUp(ada, context)
    const outcomes = await Promise.allSettled([
      auth.passwords.change(laptop, changed, request),
      auth.passwords.change(laptop, { ...changed, newPassword: 'yet another one' }, request),
    ])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  })

  it('refuses a common password', async () => {
    const { auth } = testAuth()
    const laptop = await auth.passwords.signUp(ada, context)
    const attempt = auth.passwords.change(laptop, { ...changed, newPassword: 'iloveyou' }, request)
    await expect(attempt).rejects.toMatchObject({ code: 'PASSWORD_TOO_COMMON' })
  })
})
