import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestClient } from '../../test/support/test-client.ts'
import type { FaultId } from '../faults/faults.ts'
import { localClient } from '../local-client.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

describe.each(['google', 'oidc'] as const)('ID tokens of %s', (id) => {
  const idTokenOf = async (fault: FaultId): Promise<string> => {
    const tokens = await new TestClient(idp.url, id).tokensOf({ fault })
    return tokens.id_token
  }
  const publishedKeys = async (): Promise<JSONWebKeySet> => {
    const response = await fetch(`${idp.url}/${id}/jwks`)
    return (await response.json()) as JSONWebKeySet
  }
  const verifiedClaimsOf = async (token: string): Promise<Record<string, unknown>> => {
    const clockTolerance = '10 years'
    const { payload } = await jwtVerify(token, createLocalJWKSet(await publishedKeys()), { clockTolerance })
    return payload
  }

  it.each([
    ['wrong-id-token-iss', { iss: 'https://another-issuer.example' }],
    ['wrong-aud', { aud: 'another-client' }],
    ['two-aud', { aud: [localClient.id, 'another-client'] }],
    ['wrong-azp', { aud: localClient.id, azp: 'another-client' }],
    ['wrong-nonce', { nonce: 'another-nonce' }],
  ] as const)('%s changes the claim under a valid signature', async (fault, claims) => {
    const verified = await verifiedClaimsOf(await idTokenOf(fault))
    expect(verified).toMatchObject({ sub: `${id}-ada`, ...claims })
    if (fault === 'two-aud') expect(verified).not.toHaveProperty('azp')
  })

  it('missing-nonce leaves the nonce out', async () => {
    const verified = await verifiedClaimsOf(await idTokenOf('missing-nonce'))
    expect(verified).not.toHaveProperty('nonce')
  })

  it('missing-sign-in-time leaves auth_time out', async () => {
    expect(await verifiedClaimsOf(await idTokenOf('missing-sign-in-time'))).not.toHaveProperty('auth_time')
  })

  it('old-sign-in says that the account signed in an hour ago', async () => {
    const { auth_time: authTime, iat } = await verifiedClaimsOf(await idTokenOf('old-sign-in'))
    expect(Number(iat) - Number(authTime)).toBeGreaterThan(3500)
  })

  it('expired and issued-in-future are about an hour away from now', async () => {
    const now = Date.now() / 1000
    expect((await verifiedClaimsOf(await idTokenOf('expired')))['exp']).toBeLessThan(now - 3500)
    const future = await verifiedClaimsOf(await idTokenOf('issued-in-future'))
    expect(future['iat']).toBeGreaterThan(now + 3500)
    expect(future['exp']).toBeGreaterThan(now + 3500)
  })

  it('alg-none has correct claims and no signature', async () => {
    const token = await idTokenOf('alg-none')
    expect(decodeProtectedHeader(token).alg).toBe('none')
    expect(token.endsWith('.')).toBe(true)
    expect(decodeJwt(token)).toMatchObject({ iss: `${idp.url}/${id}`, aud: localClient.id, sub: `${id}-ada` })
  })

  it('other-key names the published key, which did not sign it', async () => {
    const token = await idTokenOf('other-key')
    const keys = await publishedKeys()
    expect(decodeProtectedHeader(token).kid).toBe(keys.keys[0]?.kid)
    await expect(jwtVerify(token, createLocalJWKSet(keys))).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    })
  })

  it('unknown-kid names a key that the JWKS does not contain', async () => {
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

  it('no-id-token leaves the ID token out of the token response', async () => {
    const tokens = await new TestClient(idp.url, id).tokensOf({ fault: 'no-id-token' })
    expect(tokens).toHaveProperty('access_token')
    expect(tokens).not.toHaveProperty('id_token')
  })

  it('publishes no private part of its key', async () => {
    for (const key of (await publishedKeys()).keys) expect(key).not.toHaveProperty('d')
  })
})
