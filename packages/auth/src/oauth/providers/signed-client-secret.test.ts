import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { decodeJwt, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { after, hour, minute } from '../../core/duration.ts'
import { localSigningKey } from './local-provider-variables.ts'
import { isSigningKey, readSigningKey, signedClientSecret } from './signed-client-secret.ts'

const now = new Date('2100-01-01T00:00:00Z')
const pem = localSigningKey()
const claims = { keyId: 'key', issuer: 'team', subject: 'client', audience: 'https://appleid.apple.com' }

describe('signedClientSecret', () => {
  it('signs for an hour with ES256 what Apple verifies', async () => {
    const secret = await signedClientSecret(pem, claims)(now)
    const { payload, protectedHeader } = await jwtVerify(secret, createPublicKey(pem), { currentDate: now })
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'key' })
    const seconds = now.getTime() / 1000
    expect(payload).toEqual({
      iss: 'team',
      sub: 'client',
      aud: 'https://appleid.apple.com',
      iat: seconds,
      exp: seconds + 3600,
    })
  })

  it('makes a new one before the last one ends, and not for each call', async () => {
    const secretAt = signedClientSecret(pem, claims)
    const first = await secretAt(now)
    expect(await secretAt(after(now, 54 * minute))).toBe(first)
    const renewed = after(now, 55 * minute)
    const second = await secretAt(renewed)
    expect(second).not.toBe(first)
    expect(decodeJwt(second).exp).toBe(after(renewed, hour).getTime() / 1000)
  })
})

describe('readSigningKey', () => {
  it(String.raw`reads PEM with lines, and in one line with \n between them`, () => {
    const oneLine = pem.trim().replaceAll('\n', String.raw`\n`)
    expect(oneLine).not.toContain('\n')
    expect(readSigningKey(oneLine).equals(readSigningKey(pem))).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['a text', 'not a key'],
    ['a public key', createPublicKey(pem).export({ type: 'spki', format: 'pem' })],
    [
      'a key of another curve',
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
    ['a key of Ed25519', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ])('refuses %s', (_, text) => {
    expect(isSigningKey(text)).toBe(false)
  })
})
