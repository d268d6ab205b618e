import { generateKeyPair, SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { openIdStubPaths, startOpenIdStub } from '../../testing/openid-stub.ts'
import { providerKeys, verifyIdToken } from './id-token.ts'

const now = new Date('2100-01-01T00:00:00Z')
const expected = {
  issuer: 'https://id.example',
  clientId: 'client',
  nonce: 'nonce',
  repeatsNonce: true,
  authenticatedSince: null,
  provesFreshSignIn: true,
  now,
}

/** Verifies an ID token whose other claims are valid. */
async function verifyWithSubject(sub: unknown): Promise<unknown> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const seconds = now.getTime() / 1000
  const token = await new SignJWT({ nonce: 'nonce', sub: sub as string })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(expected.issuer)
    .setAudience(expected.clientId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 60)
    .sign(privateKey)
  return verifyIdToken(token, async () => publicKey, expected)
}

it.each(['77', 'a', 'x'.repeat(255), 'Ünïcode 😀'])('accepts the subject %j', async (sub) => {
  expect(await verifyWithSubject(sub)).toMatchObject({ sub })
})

// A number loses its last digits above 2^53, and two lone surrogates are stored as the same character.
it.each([[2 ** 53], [77], [77.5], [null], [true], [{}], [['x']], [''], ['x'.repeat(256)], ['\uD800'], ['a\uDC00']])(
  'refuses the subject %j, which is not a well-formed string of 1 to 255 characters',
  async (sub) => {
    await expect(verifyWithSubject(sub)).rejects.toMatchObject({ code: 'ID_TOKEN_CLAIMS' })
  },
)

it('fetches the keys once for a thousand tokens with unknown keys', async () => {
  const stub = await startOpenIdStub('client')
  const keys = providerKeys(stub.issuer + openIdStubPaths.jwks)
  const { privateKey } = await generateKeyPair('ES256')
  const sign = (kid: string) =>
    new SignJWT({ nonce: 'nonce' }).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey)
  const tokens = await Promise.all(Array.from({ length: 1000 }, (_, index) => sign(`unknown-${index}`)))
  const refusals = await Promise.all(
    tokens.map((token) => verifyIdToken(token, keys, expected).catch(({ code }: { code: string }) => code)),
  )
  expect(new Set(refusals)).toEqual(new Set(['ID_TOKEN_SIGNATURE']))
  expect(stub.hits.get(openIdStubPaths.jwks)).toBe(1)
  await stub.stop()
})
