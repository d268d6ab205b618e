import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BehaviourId } from '../behaviours/behaviours.ts'
import { localClient } from '../client.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'
import { TestClient } from '../testing-sign-in.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

describe.each(['google', 'oidc'] as const)('ID tokens of %s', (id) => {
  const idTokenOf = async (behaviour: BehaviourId): Promise<string> => {
    const tokens = await new TestClient(idp.url, id).tokensOf({ behaviour })
    return tokens.id_token
  }
  const publishedKeys = async (): Promise<JSONWebKeySet> => {
    const response = await fetch(`${idp.url}/${id}/jwks`)
    return (await response.json()) as JSONWebKeySet
  }
  const verifiedClaimsOf = async (token: string): Promise<Record<string, unknown>> => {
    const far = '10 years'
    const { payload } = await jwtVerify(token, createLocalJWKSet(await publishedKeys()), { clockTolerance: far })
    return payload
  }

  it.each([
    ['wrong-id-token-iss', { iss: 'https://another-issuer.example' }],
    ['wrong-aud', { aud: 'another-client' }],
    ['two-aud', { aud: [localClient.id, 'another-client'] }],
    ['wrong-azp', { aud: localClient.id, azp: 'another-client' }],
    ['wrong-nonce', { nonce: 'another-nonce' }],
  ] as const)('%s changes the claim under a good signature', async (behaviour, claims) => {
    const verified = await verifiedClaimsOf(await idTokenOf(behaviour))
    expect(verified).toMatchObject({ sub: `${id}-ada`, ...claims })
    if (behaviour === 'two-aud') expect(verified).not.toHaveProperty('azp')
  })

  it('missing-nonce leaves it out', async () => {
    const verified = await verifiedClaimsOf(await idTokenOf('missing-nonce'))
    expect(verified).not.toHaveProperty('nonce')
  })

  it('old-sign-in says that the person signed in an hour ago', async () => {
    const { auth_time: authTime, iat } = await verifiedClaimsOf(await idTokenOf('old-sign-in'))
    expect(Number(iat) - Number(authTime)).toBeGreaterThan(3500)
  })

  it('expired and issued-in-future are beyond any tolerance', async () => {
    const now = Date.now() / 1000
    expect((await verifiedClaimsOf(await idTokenOf('expired')))['exp']).toBeLessThan(now - 3500)
    const future = await verifiedClaimsOf(await idTokenOf('issued-in-future'))
    expect(future['iat']).toBeGreaterThan(now + 3500)
    expect(future['exp']).toBeGreaterThan(now + 3500)
  })

  it('alg-none has good claims and no signature', async () => {
    const token = await idTokenOf('alg-none')
    expect(decodeProtectedHeader(token).alg).toBe('none')
    expect(token.endsWith('.')).toBe(true)
    expect(decodeJwt(token)).toMatchObject({ iss: `${idp.url}/${id}`, aud: localClient.id, sub: `${id}-ada` })
  })

  it('other-key names the published key, whose signature it is not', async () => {
    const token = await idTokenOf('other-key')
    const keys = await publishedKeys()
    expect(decodeProtectedHeader(token).kid).toBe(keys.keys[0]?.kid)
    await expect(jwtVerify(token, createLocalJWKSet(keys))).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    })
  })

  it('unknown-kid names a key that is not there', async () => {
    const token = await idTokenOf('unknown-kid')
    await expect(jwtVerify(token, createLocalJWKSet(await publishedKeys()))).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    })
  })

  it('hs256 is signed with the client secret', async () => {
    const token = await idTokenOf('hs256')
    const { protectedHeader } = await jwtVerify(token, new TextEncoder().encode(localClient.secret))
    expect(protectedHeader.alg).toBe('HS256')
  })

  it('no-id-token answers without one', async () => {
    const tokens = await new TestClient(idp.url, id).tokensOf({ behaviour: 'no-id-token' })
    expect(tokens).toHaveProperty('access_token')
    expect(tokens).not.toHaveProperty('id_token')
  })

  it('publishes no private part of its key', async () => {
    for (const key of (await publishedKeys()).keys) expect(key).not.toHaveProperty('d')
  })
})
