import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
} from 'jose'
import { describe, expect, it } from 'vitest'
import { day, hour, minute, second } from '../core/duration.ts'
import type { AuthError } from '../core/auth-error.ts'
import { hashSecret } from '../core/secret.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { testAuth } from '../testing/test-auth.ts'
import { familyOf } from './refresh-token.ts'
import type { RefreshTokenStore } from './refresh-token-store.ts'
import type { SigningKeyStore } from './signing-key-store.ts'

const request = { ip: '203.0.113.7', userAgent: 'cli/1.0', hints: null, requestId: 'request-1' }
const credentials = { email: 'ada@example.com', password: 'correct horse battery' }
const input = { ...credentials, clientId: 'cli' }

async function withTokens(stores = createMemoryStores(), limits = {}) {
  const tested = testAuth({ stores, limits })
  const browser = await tested.auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
  const tokens = await tested.auth.tokens.issue(input, request)
  const refresh = (refreshToken: string, clientId = 'cli') =>
    tested.auth.tokens.refresh({ refreshToken, clientId }, request)
  const sessionOf = async (token: string) =>
    tested.auth.tokens.authenticate(token, request).then(
      ({ session }) => session.id,
      (refusal: AuthError) => refusal.code,
    )
  return { ...tested, browser, tokens, refresh, sessionOf }
}

describe('an access token', () => {
  it('authenticates its session, and has the claims of RFC 9068 and no others', async () => {
    const { auth, tokens, sessionOf, clock } = await withTokens()
    expect(await sessionOf(tokens.accessToken)).toBe(tokens.session.id)
    expect(tokens.session).toMatchObject({ kind: 'client', clientId: 'cli', remembered: true })
    expect(decodeProtectedHeader(tokens.accessToken)).toMatchObject({ typ: 'at+jwt', alg: 'EdDSA' })
    const seconds = clock.now().getTime() / second
    const { jti, ...claims } = decodeJwt(tokens.accessToken)
    expect(jti).toMatch(/^[\w-]{22}$/)
    expect(claims).toEqual({
      iss: 'http://localhost:3000',
      aud: 'http://localhost:3000',
      sub: tokens.user.id,
      sid: tokens.session.id,
      client_id: 'cli',
      role: 'user',
      iat: seconds,
      exp: seconds + 600,
    })
    const keys = createLocalJWKSet({ keys: [...(await auth.signingKeys.publicKeys())] })
    await jwtVerify(tokens.accessToken, keys, { currentDate: clock.now(), typ: 'at+jwt' })
  })

  it('is refused at once when its session ends, and after ten minutes in any case', async () => {
    const { auth, browser, clock, tokens, sessionOf } = await withTokens()
    const later = await auth.tokens.issue(input, request)
    await auth.sessions.end(browser, tokens.session.id, request)
    expect(await sessionOf(tokens.accessToken)).toBe('SESSION_ENDED')
    clock.advance(10 * minute + 6 * second)
    expect(await sessionOf(later.accessToken)).toBe('INVALID_TOKEN')
  })

  it('counts as a use of its session', async () => {
    const { auth, browser, clock, tokens, sessionOf } = await withTokens()
    clock.advance(5 * minute)
    await sessionOf(tokens.accessToken)
    const listed = (await auth.sessions.list(browser)).find(({ id }) => id === tokens.session.id)
    expect(listed?.lastSeenAt).toEqual(clock.now())
  })

  it('is refused when it was changed or signed with another key', async () => {
    const { auth, tokens, sessionOf, clock } = await withTokens()
    const [header = '', payload = '', signature = ''] = tokens.accessToken.split('.')
    const { kid } = decodeProtectedHeader(tokens.accessToken)
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const stolen = new SignJWT(decodeJwt(tokens.accessToken))
    const [published] = await auth.signingKeys.publicKeys()
    const secret = new TextEncoder().encode(JSON.stringify(published))
    const claims = decodeJwt(tokens.accessToken)
    const ours = await auth.signingKeys.current()
    const signed = (changes: object, head: object = {}) =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ typ: 'at+jwt', alg: 'EdDSA', kid: ours.id, ...head })
        .sign(ours.key)
    expect(await sessionOf(await signed({}))).toBe(tokens.session.id)
    const forged = [
      `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`,
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.${signature}`,
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: kid ?? '' }).sign(secret),
      await stolen.setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: kid ?? '' }).sign(privateKey),
      await new SignJWT(claims)
        .setProtectedHeader({
          alg: 'EdDSA',
          typ: 'at+jwt',
          jwk: await exportJWK(publicKey),
          jku: 'http://127.0.0.1:9/',
        })
        .sign(privateKey),
      await signed({}, { typ: 'JWT' }),
      await signed({}, { kid: '../../etc/passwd' }),
      await signed({}, { kid: "' OR 1=1 --" }),
      await signed({}, { crit: ['b64'], b64: true }),
      await signed({ iss: 'https://e.example' }),
      await signed({ aud: 'https://e.example' }),
      await signed({ exp: clock.now().getTime() / second - 60 }),
      await signed({ exp: undefined }),
      await signed({ iat: clock.now().getTime() / second + 3600 }),
      await signed({ sub: 'another user' }),
      await signed({ sid: 'another' }),
      await signed({ sid: { id: tokens.session.id } }),
      `${header}.${encode({ ...claims, role: 'admin' })}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -2)}`,
      `${header}.${payload}.${signature}=`,
      `${tokens.accessToken}.${signature}`,
      `${tokens.accessToken}${'A'.repeat(100_000)}`,
      encode({ alg: 'EdDSA' }),
      '..',
      '',
      tokens.refreshToken,
    ]
    for (const text of forged)
      expect([text.slice(0, 90), await sessionOf(text)]).toEqual([
        text.slice(0, 90),
        expect.stringMatching(/^(INVALID_TOKEN|SESSION_ENDED)$/),
      ])
  })
})

describe('a refresh token', () => {
  it('is exchanged for another pair of the same session, and moves its idle limit', async () => {
    const { clock, tokens, refresh, sessionOf } = await withTokens()
    clock.advance(8 * day)
    const next = await refresh(tokens.refreshToken)
    expect(next.refreshToken).not.toBe(tokens.refreshToken)
    expect(await sessionOf(next.accessToken)).toBe(tokens.session.id)
    clock.advance(13 * day)
    expect((await refresh(next.refreshToken)).session.id).toBe(tokens.session.id)
  })

  it('gives the same successor to every request for ten seconds', async () => {
    const { clock, tokens, refresh } = await withTokens()
    const first = await Promise.all(Array.from({ length: 20 }, () => refresh(tokens.refreshToken)))
    clock.advance(10 * second)
    const again = await refresh(tokens.refreshToken)
    expect(new Set([...first, again].map(({ refreshToken }) => refreshToken)).size).toBe(1)
    expect((await refresh(again.refreshToken)).session.id).toBe(tokens.session.id)
  })

  it('that was used more than ten seconds ago ends the session for both of its holders', async () => {
    const { auth, browser, clock, events, tokens, refresh, sessionOf } = await withTokens()
    const next = await refresh(tokens.refreshToken)
    clock.advance(10 * second + 1)
    await expect(refresh(tokens.refreshToken)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_REUSED' })
    await expect(refresh(next.refreshToken)).rejects.toMatchObject({ code: 'SESSION_ENDED' })
    expect(await sessionOf(next.accessToken)).toBe('SESSION_ENDED')
    const { sessions } = await auth.sessions.history(browser, { after: null, limit: 9 })
    expect(sessions).toMatchObject([{ id: tokens.session.id, endReason: 'reuse_detected', endedBy: null }])
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['refresh_token_reused', 'session_ended'])
  })

  it.each([1, 30])(
    'that was used %i exchanges before the last one ends the session, though it is not stored',
    async (before) => {
      const stores = createMemoryStores()
      const { clock, refresh, tokens, sessionOf } = await withTokens(stores)
      const chain = [tokens.refreshToken]
      for (let exchanges = 0; exchanges < before + 2; exchanges += 1) {
        clock.advance(11 * second)
        chain.push((await refresh(chain.at(-1) ?? '')).refreshToken)
      }
      const first = tokens.refreshToken
      expect(
        await stores.refreshTokens.find({ hash: hashSecret(first), family: familyOf(first) }, clock.now()),
      ).toMatchObject({ used: 'forgotten', sessionId: tokens.session.id })
      await expect(refresh(first)).rejects.toMatchObject({ code: 'REFRESH_TOKEN_REUSED' })
      expect(await sessionOf((await refresh(chain.at(-1) ?? '').catch(() => tokens)).accessToken)).not.toBe(
        tokens.session.id,
      )
      expect(new Set(chain).size).toBe(chain.length)
    },
  )

  it('that an earlier version exchanged gives the successor that this version gave', async () => {
    const stores = createMemoryStores()
    const { clock, refresh, tokens } = await withTokens(stores)
    const next = await refresh(tokens.refreshToken)
    const earlier: RefreshTokenStore = {
      ...stores.refreshTokens,
      find: async (key, now) => {
        const found = await stores.refreshTokens.find(key, now)
        return found?.used && found.used !== 'forgotten' ? { ...found, used: { ...found.used, family: null } } : found
      },
    }
    const { auth } = testAuth({ stores: { ...stores, refreshTokens: earlier } })
    const again = await auth.tokens.refresh({ refreshToken: tokens.refreshToken, clientId: 'cli' }, request)
    expect(clock.now()).toEqual(auth.now())
    const half = (token: string) => token.slice(0, 20)
    expect(half(next.refreshToken)).toBe(half(tokens.refreshToken))
    expect(half(again.refreshToken)).not.toBe(half(tokens.refreshToken))
  })

  it('is limited by its session, and unknown ones by their network', async () => {
    const limits = { refresh: { session: 3 }, unknownToken: { network: 2 } }
    const { auth, tokens, refresh } = await withTokens(createMemoryStores(), limits)
    for (let times = 0; times < 3; times += 1) await refresh(tokens.refreshToken)
    await expect(refresh(tokens.refreshToken)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 900 })
    const other = await auth.tokens.issue(input, request)
    await expect(refresh(other.refreshToken)).resolves.toBeDefined()
    await expect(refresh('a'.repeat(43))).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' })
    await auth.tokens.revoke('b'.repeat(43), request)
    const unknown: readonly (() => Promise<unknown>)[] = [
      () => refresh('a'.repeat(43)),
      () => auth.tokens.revoke('b'.repeat(43), request),
      () =>
        auth.codeGrants.redeem(
          { code: 'c'.repeat(43), clientId: 'cli', redirectUri: '', codeVerifier: '', resource: null },
          request,
        ),
      () => auth.deviceGrants.poll({ deviceCode: 'd'.repeat(43), clientId: 'cli', resource: null }, request),
    ]
    for (const call of unknown) await expect(call()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    // Strangers who use up the limit of a network keep no client on it from its own tokens.
    await expect(refresh(other.refreshToken)).resolves.toBeDefined()
    const ofOtherClient = auth.tokens.refresh({ refreshToken: other.refreshToken, clientId: 'another' }, request)
    await expect(ofOtherClient).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await auth.tokens.revoke(other.refreshToken, request)
    await expect(refresh(other.refreshToken)).rejects.toMatchObject({ code: 'SESSION_ENDED' })
  })

  it('is refused to another client, when it is unknown, and after the absolute limit', async () => {
    const { clock, tokens, refresh } = await withTokens()
    await expect(refresh(tokens.refreshToken, 'other')).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' })
    for (const text of ['', 'x', 'a'.repeat(43), tokens.accessToken]) {
      await expect(refresh(text)).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' })
    }
    let { refreshToken } = tokens
    for (let days = 0; days < 88; days += 8) {
      clock.advance(8 * day)
      refreshToken = (await refresh(refreshToken)).refreshToken
    }
    clock.advance(3 * day)
    await expect(refresh(refreshToken)).rejects.toMatchObject({ code: 'SESSION_ENDED' })
  })

  it('is exchanged in another process with the same secrets', async () => {
    const stores = createMemoryStores()
    const [one, two] = [testAuth({ stores }), testAuth({ stores })]
    await one.auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    const { refreshToken } = await one.auth.tokens.issue(input, request)
    const refreshInput = { refreshToken, clientId: 'cli' }
    const pairs = await Promise.all([one, two, one, two].map(({ auth }) => auth.tokens.refresh(refreshInput, request)))
    expect(new Set(pairs.map((pair) => pair.refreshToken)).size).toBe(1)
    for (const { accessToken } of pairs) {
      expect((await two.auth.tokens.authenticate(accessToken, request)).user.email).toBe(credentials.email)
    }
  })
})

describe('issuing tokens for a password', () => {
  it('has the refusals, the limits and the events of signing in', async () => {
    const { auth, events } = testAuth({ limits: { passwordAttempt: { account: 3, network: 100 } } })
    await auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    const wrong = () => auth.tokens.issue({ ...input, password: 'not this one' }, request)
    await expect(wrong()).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    await expect(auth.tokens.issue({ ...input, email: 'unknown@example.com' }, request)).rejects.toMatchObject({
      code: 'INVALID_CREDENTIALS',
    })
    await expect(wrong()).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' })
    await expect(auth.tokens.issue(input, request)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    expect(events.filter(({ type }) => type === 'sign_in_failed')).toHaveLength(4)
  })
})

describe('revoking a token', () => {
  it('ends the session with either token, and ignores a text that is no live token', async () => {
    const { auth, sessionOf, tokens } = await withTokens()
    const other = await auth.tokens.issue(input, request)
    await auth.tokens.revoke(tokens.refreshToken, request)
    expect(await sessionOf(tokens.accessToken)).toBe('SESSION_ENDED')
    await auth.tokens.revoke(other.accessToken, request)
    expect(await sessionOf(other.accessToken)).toBe('SESSION_ENDED')
    for (const text of [tokens.refreshToken, other.accessToken, 'unknown', '', 'a'.repeat(43)]) {
      await expect(auth.tokens.revoke(text, request)).resolves.toBeUndefined()
    }
  })
})

describe('a session cookie and a client token', () => {
  it('are not interchangeable: neither authenticates the session of the other', async () => {
    const { auth, browser, tokens, sessionOf } = await withTokens()
    for (const text of [tokens.refreshToken, tokens.accessToken, tokens.session.tokenHash]) {
      expect(await auth.sessions.authenticate(text, request)).toBeNull()
    }
    expect(await sessionOf(browser.token)).toBe('INVALID_TOKEN')
    const ids = { id: browser.session.id, userId: browser.user.id }
    expect(await auth.sessions.authenticateClient(ids, request)).toBeNull()
  })
})

describe('signing keys', () => {
  it('are published before they sign, and until the last token that they signed has expired', async () => {
    const { auth, clock, sessionOf, tokens } = await withTokens()
    const kidsOf = async () => (await auth.signingKeys.publicKeys()).map(({ kid }) => kid)
    const before = await kidsOf()
    const { id: next } = await auth.signingKeys.rotate()
    expect(await kidsOf()).toContain(next)
    expect((await auth.signingKeys.current()).id).not.toBe(next)
    expect(await sessionOf(tokens.accessToken)).toBe(tokens.session.id)

    clock.advance(hour)
    expect((await auth.signingKeys.current()).id).toBe(next)
    await auth.signingKeys.ensure()
    expect(await kidsOf()).toEqual(expect.arrayContaining(before))
    clock.advance(15 * minute)
    await auth.signingKeys.ensure()
    expect(await kidsOf()).toEqual([next])
  })

  it('are withdrawn at once in this process, and within five seconds in another one', async () => {
    const stores = createMemoryStores()
    const [one, two] = [testAuth({ stores }), testAuth({ stores })]
    await one.auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    const retired = await one.auth.tokens.issue(input, request)
    await one.auth.signingKeys.rotate()
    for (const { clock } of [one, two]) clock.advance(hour)
    const { accessToken, refreshToken } = await one.auth.tokens.issue(input, request)
    const outcomes = async (token: string) =>
      Promise.all(
        [one, two].map(({ auth }) =>
          auth.tokens.authenticate(token, request).then(
            () => 'accepted',
            ({ code }: { code: string }) => code,
          ),
        ),
      )
    expect(await outcomes(accessToken)).toEqual(['accepted', 'accepted'])

    const { id, withdrawn } = await one.auth.signingKeys.replaceNow()
    expect(withdrawn).toBe(2)
    expect((await one.auth.signingKeys.current()).id).toBe(id)
    expect(await outcomes(accessToken)).toEqual(['INVALID_TOKEN', 'accepted'])
    for (const { clock } of [one, two]) clock.advance(5 * second)
    for (const token of [retired.accessToken, accessToken]) {
      expect(await outcomes(token)).toEqual(['INVALID_TOKEN', 'INVALID_TOKEN'])
    }
    for (const { auth } of [one, two]) {
      expect((await auth.signingKeys.publicKeys()).map(({ kid }) => kid)).toEqual([id])
    }
    // No session ends: its next token is signed with the new key, in each process.
    for (const { auth } of [two, one]) {
      const next = await auth.tokens.refresh({ refreshToken, clientId: input.clientId }, request)
      expect(await outcomes(next.accessToken)).toEqual(['accepted', 'accepted'])
    }
  })

  it('do not keep a token alive that was verified before', async () => {
    const { auth, clock } = testAuth()
    await auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    const { accessToken, expiresIn } = await auth.tokens.issue(input, request)
    const first = await auth.tokens.authenticate(accessToken, request)
    expect(await auth.tokens.authenticate(accessToken, request)).toEqual(first)
    const [head, claims, signature = ''] = accessToken.split('.')
    const altered = [head, claims, signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`]
    await expect(auth.tokens.authenticate(altered.join('.'), request)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
    clock.advance(expiresIn + 5 * second)
    await expect(auth.tokens.authenticate(accessToken, request)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  })

  it('are withdrawn in another process although its clock was set back', async () => {
    const stores = createMemoryStores()
    const [one, two] = [testAuth({ stores }), testAuth({ stores })]
    await one.auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    const { accessToken } = await one.auth.tokens.issue(input, request)
    await two.auth.tokens.authenticate(accessToken, request)
    await one.auth.signingKeys.replaceNow()
    // Less than clocks may differ, so the token itself is not refused for it.
    two.clock.advance(-3 * second)
    await expect(two.auth.tokens.authenticate(accessToken, request)).rejects.toMatchObject({ code: 'INVALID_TOKEN' })
  })

  it('are replaced before they expire without an operator', async () => {
    const { auth, clock } = await withTokens()
    const signed = new Set<string>()
    for (let days = 0; days < 95; days += 1) {
      clock.advance(day - hour / 2)
      await auth.signingKeys.ensure()
      const { id } = await auth.signingKeys.current()
      const published = (await auth.signingKeys.publicKeys()).map(({ kid }) => kid)
      expect(published).toContain(id)
      signed.add(id)
      clock.advance(hour / 2)
    }
    expect(signed.size).toBe(4)
  })

  it('whose secret was removed are replaced, and the tokens that they signed stay valid until they expire', async () => {
    const stores = createMemoryStores()
    const before = testAuth({ stores })
    await before.auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    const old = await before.auth.tokens.issue(input, request)
    const { auth } = testAuth({ stores, secrets: ['another secret that is long enough to be one'] })
    const { accessToken } = await auth.tokens.issue(input, request)
    for (const token of [old.accessToken, accessToken]) {
      expect((await auth.tokens.authenticate(token, request)).user.email).toBe(credentials.email)
    }
    expect(await auth.signingKeys.publicKeys()).toHaveLength(2)
  })

  it('that can’t be read are a fault, and no token is refused for it', async () => {
    const stores = createMemoryStores()
    const one = testAuth({ stores })
    await one.auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    const { accessToken } = await one.auth.tokens.issue(input, request)
    // The error that better-sqlite3 throws.
    const fault = new TypeError('The database connection is not open')
    const signingKeys: SigningKeyStore = { ...stores.signingKeys, listPublished: () => Promise.reject(fault) }
    const two = testAuth({ stores: { ...stores, signingKeys } })
    await expect(two.auth.tokens.authenticate(accessToken, request)).rejects.toBe(fault)
  })

  it('are read again for unknown key ids once in five seconds, however many calls there are', async () => {
    const stores = createMemoryStores()
    let reads = 0
    const signingKeys: SigningKeyStore = {
      ...stores.signingKeys,
      async listPublished(now) {
        reads += 1
        return stores.signingKeys.listPublished(now)
      },
    }
    const [one, two] = [testAuth({ stores }), testAuth({ stores: { ...stores, signingKeys } })]
    await one.auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    const { accessToken } = await one.auth.tokens.issue(input, request)
    const known = await Promise.all(
      Array.from({ length: 50 }, () => two.auth.tokens.authenticate(accessToken, request)),
    )
    expect([known.length, reads]).toEqual([50, 1])

    const unknown = (index: number) => two.auth.signingKeys.verifying(`unknown ${index}`)
    for (const [seconds, readsThen] of [
      [4, 1],
      [1, 2],
      [4, 2],
      [1, 3],
    ] as const) {
      two.clock.advance(seconds * second)
      expect(await Promise.all(Array.from({ length: 50 }, (_, index) => unknown(index)))).toEqual(
        Array.from({ length: 50 }, () => null),
      )
      expect(reads).toBe(readsThen)
    }
  })

  it('verify a token that the successor signed in a process that has not read the keys again', async () => {
    const stores = createMemoryStores()
    const [one, two] = [testAuth({ stores }), testAuth({ stores })]
    await one.auth.passwords.signUp({ ...credentials, name: 'Ada' }, { request, replaces: null })
    await two.auth.tokens.authenticate((await one.auth.tokens.issue(input, request)).accessToken, request)
    await one.auth.signingKeys.rotate()
    for (const { clock } of [one, two]) clock.advance(hour)
    const { accessToken } = await one.auth.tokens.issue(input, request)
    expect((await two.auth.tokens.authenticate(accessToken, request)).user.email).toBe(credentials.email)
  })
})
