import { describe, expect, it } from 'vitest'
import { createMemoryStores } from '../stores.memory.ts'
import { testAuth } from '../testing-auth.ts'

const client = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }
const arrival = { client, replaces: null }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

describe('signing up', () => {
  it('makes one user of many attempts at one address, however it is spelled', async () => {
    const { auth } = testAuth()
    const spellings = ['ada@example.com', 'ADA@example.com', 'ada@EXAMPLE.com', 'ａｄａ＠example.com']
    const attempts = spellings.map((email) => auth.passwords.signUp({ ...ada, email }, arrival))
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
  ])('refuses %j', async (password, code) => {
    const { auth } = testAuth()
    const attempt = auth.passwords.signUp({ ...ada, name: 'Ada Lovelace', password }, arrival)
    await expect(attempt).rejects.toMatchObject({ code })
  })

  it('compares the blocklist with the whole password only', async () => {
    const { auth } = testAuth()
    await expect(auth.passwords.signUp({ ...ada, password: 'password of mine' }, arrival)).resolves.toBeDefined()
  })

  it('asks for the configured minimum, in code points', async () => {
    const { auth } = testAuth({ minLength: 15 })
    const fourteen = '🔑🚪🪟🛎🧹🪣🧺🪑🛋🪞🧸🖼🕯🪴'
    await expect(auth.passwords.signUp({ ...ada, password: fourteen }, arrival)).rejects.toMatchObject({
      code: 'PASSWORD_TOO_SHORT',
    })
    await expect(auth.passwords.signUp({ ...ada, password: `${fourteen}🔑` }, arrival)).resolves.toBeDefined()
  })
})

describe('signing in', () => {
  it('takes the password in any Unicode normal form, and no other password', async () => {
    const { auth } = testAuth()
    const composed = 'pässwörd für Ada'.normalize('NFC')
    await auth.passwords.signUp({ ...ada, password: composed }, arrival)
    const signIn = (password: string) => auth.passwords.signIn({ email: ada.email, password }, arrival)
    await expect(signIn(composed.normalize('NFD'))).resolves.toBeDefined()
    for (const wrong of [`${composed} `, composed.toUpperCase(), composed.slice(0, -1), `${composed}x`]) {
      await expect(signIn(wrong)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    }
  })

  it('looks at the whole of a long password', async () => {
    const { auth } = testAuth()
    const long = 'x1'.repeat(127)
    await auth.passwords.signUp({ ...ada, password: `${long}aa` }, arrival)
    const attempt = auth.passwords.signIn({ email: ada.email, password: `${long}ab` }, arrival)
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
  })

  it('answers the same for an unknown address and a wrong password', async () => {
    const { auth, events } = testAuth()
    await auth.passwords.signUp(ada, arrival)
    const refusals = await Promise.allSettled([
      auth.passwords.signIn({ email: ada.email, password: 'wrong' }, arrival),
      auth.passwords.signIn({ email: 'nobody@example.com', password: 'wrong' }, arrival),
    ])
    const [wrong, unknown] = refusals.map((refusal) => (refusal.status === 'rejected' ? refusal.reason : null))
    expect(unknown).toEqual(wrong)
    expect(wrong).toMatchObject({ code: 'INVALID_CREDENTIALS' })
    expect(events.filter((event) => event.type === 'sign_in_failed')).toHaveLength(2)
    expect(JSON.stringify(events)).not.toContain('nobody')
  })

  it('refuses after too many wrong tries from one network, right password or not, and no other network', async () => {
    const { auth } = testAuth({ limits: { perAccount: 5, perNetwork: 100, window: 60_000 } })
    await auth.passwords.signUp(ada, { client: { ...client, ip: '198.51.100.1' }, replaces: null })
    const wrong = Array.from({ length: 20 }, () => auth.passwords.signIn({ ...ada, password: 'wrong' }, arrival))
    const outcomes = await Promise.allSettled(wrong)
    const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'signed in'))
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(15)
    await expect(auth.passwords.signIn(ada, arrival)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 })

    const elsewhere = { client: { ...client, ip: '198.51.100.1' }, replaces: null }
    await expect(auth.passwords.signIn(ada, elsewhere)).resolves.toBeDefined()
  })

  it('does not count what was right', async () => {
    const { auth } = testAuth({ limits: { perAccount: 3, perNetwork: 5, window: 60_000 } })
    await auth.passwords.signUp(ada, arrival)
    for (let times = 0; times < 20; times += 1) await auth.passwords.signIn(ada, arrival)
  })

  it('does not count an attempt that nobody had the time to check', async () => {
    const stores = createMemoryStores()
    await testAuth({ stores }).auth.passwords.signUp(ada, arrival)
    const limits = { perAccount: 3, perNetwork: 100, window: 60_000 }
    const { auth } = testAuth({ stores, limits, bounds: { concurrency: 1, maxWaiting: 0 } })
    for (let times = 0; times < 10; times += 1) {
      await expect(auth.passwords.signIn(ada, arrival)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 2 })
    }
  })

  it('re-hashes under new parameters, and the password stays', async () => {
    const stores = createMemoryStores()
    await testAuth({ stores }).auth.passwords.signUp(ada, arrival)
    const before = await stores.passwords.findByEmail(ada.email)
    const { auth } = testAuth({ stores, argon2: { memoryCost: 16, timeCost: 2 } })
    await auth.passwords.signIn(ada, arrival)
    const after = await stores.passwords.findByEmail(ada.email)
    expect(before?.hash).toContain('m=8,t=1,p=1')
    expect(after?.hash).toContain('m=16,t=2,p=1')
    await expect(auth.passwords.signIn(ada, arrival)).resolves.toBeDefined()
    expect((await stores.passwords.findByEmail(ada.email))?.hash).toBe(after?.hash)
  })

  it('lets many sign in at once while their hash is being renewed', async () => {
    const stores = createMemoryStores()
    await testAuth({ stores }).auth.passwords.signUp(ada, arrival)
    const { auth } = testAuth({ stores, argon2: { memoryCost: 16, timeCost: 2 } })
    const signIns = await Promise.all(Array.from({ length: 8 }, () => auth.passwords.signIn(ada, arrival)))
    for (const { token } of signIns) expect(await auth.sessions.authenticate(token, null)).not.toBeNull()
    expect((await stores.passwords.findByEmail(ada.email))?.hash).toContain('m=16,t=2,p=1')
  })
})

describe('changing the password', () => {
  const changed = { currentPassword: ada.password, newPassword: 'another good one' }

  it('ends every other session, keeps the calling one under a new token, and needs the old password', async () => {
    const { auth } = testAuth()
    const laptop = await auth.passwords.signUp(ada, arrival)
    const phone = await auth.passwords.signIn(ada, arrival)
    const wrong = auth.passwords.change(laptop, { ...changed, currentPassword: 'wrong' }, client)
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })

    const { token, endedSessions } = await auth.passwords.change(laptop, changed, client)
    expect(endedSessions).toBe(1)
    expect(await auth.sessions.authenticate(phone.token, null)).toBeNull()
    expect(await auth.sessions.authenticate(laptop.token, null)).toBeNull()
    expect((await auth.sessions.authenticate(token, null))?.session.id).toBe(laptop.session.id)
    await expect(auth.passwords.signIn(ada, arrival)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    await expect(auth.passwords.signIn({ ...ada, password: changed.newPassword }, arrival)).resolves.toBeDefined()
  })

  it('leaves no session to a sign-in with the old password that was under way', async () => {
    const stores = createMemoryStores()
    const { auth } = testAuth({ stores })
    const laptop = await auth.passwords.signUp(ada, arrival)
    // The change commits after the sign-in has read the old hash, before it begins its session.
    const insert = stores.sessions.insert.bind(stores.sessions)
    const slow = testAuth({
      stores: {
        ...stores,
        sessions: {
          ...stores.sessions,
          insert: async (session) => {
            await auth.passwords.change(laptop, changed, client)
            await insert(session)
          },
        },
      },
    })
    await expect(slow.auth.passwords.signIn(ada, arrival)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    expect(await stores.sessions.listLive(laptop.user.id, slow.clock.now())).toHaveLength(1)
  })

  it('works when the parameters of hashing have moved since the password was set', async () => {
    const stores = createMemoryStores()
    await testAuth({ stores }).auth.passwords.signUp(ada, arrival)
    const { auth } = testAuth({ stores, argon2: { memoryCost: 16, timeCost: 2 } })
    const { user } = (await stores.passwords.findByEmail(ada.email)) ?? expect.unreachable()
    const [session] = await stores.sessions.listLive(user.id, testAuth().clock.now())
    if (session === undefined) expect.unreachable()
    await auth.passwords.change({ user, session }, changed, client)
    await expect(auth.passwords.signIn({ ...ada, password: changed.newPassword }, arrival)).resolves.toBeDefined()
  })

  it('lets one of two changes at once win', async () => {
    const { auth } = testAuth()
    const laptop = await auth.passwords.signUp(ada, arrival)
    const outcomes = await Promise.allSettled([
      auth.passwords.change(laptop, changed, client),
      auth.passwords.change(laptop, { ...changed, newPassword: 'yet another one' }, client),
    ])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  })

  it('refuses a common one', async () => {
    const { auth } = testAuth()
    const laptop = await auth.passwords.signUp(ada, arrival)
    const attempt = auth.passwords.change(laptop, { ...changed, newPassword: 'iloveyou' }, client)
    await expect(attempt).rejects.toMatchObject({ code: 'PASSWORD_TOO_COMMON' })
  })
})

describe('granting a role', () => {
  it('ends the user’s sessions, once', async () => {
    const { auth } = testAuth()
    const { token } = await auth.passwords.signUp(ada, arrival)
    expect(await auth.users.grantRole('ADA@example.com', 'admin')).toMatchObject({
      endedSessions: 1,
      user: { role: 'admin' },
    })
    expect(await auth.sessions.authenticate(token, null)).toBeNull()
    expect(await auth.users.grantRole(ada.email, 'admin')).toMatchObject({ endedSessions: 0 })
    expect(await auth.users.grantRole('nobody@example.com', 'admin')).toBeNull()
    expect(await auth.users.grantRole('not an address', 'admin')).toBeNull()
  })
})
