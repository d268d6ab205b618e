import { createECDH, createHash, createPrivateKey } from 'node:crypto'
import type { ProviderDefinition } from './provider-definition.ts'

/** The client id at the local provider of development. Its secret is public, so production refuses it. */
export const localClientId = 'latchkey-local'

/** Returns the client id and secret at the local provider, as variables with this prefix. */
export function localClient(prefix: string): Readonly<Record<string, string>> {
  return { [`${prefix}_CLIENT_ID`]: localClientId, [`${prefix}_CLIENT_SECRET`]: 'not-a-secret' }
}

/**
 * Returns the private key of the client at the local provider, in PEM. It is made of its id, which is public as its secret
 * is: no key is stored, and the local provider makes the same one.
 */
export function localSigningKey(): string {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(createHash('sha256').update(localClientId).digest())
  // One byte for the form of the point, then two coordinates of 32 bytes.
  const point = ecdh.getPublicKey()
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const key = createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x, y, d: ecdh.getPrivateKey('base64url') },
  })
  return key.export({ type: 'pkcs8', format: 'pem' })
}

/**
 * Returns the variables that make the server use the local provider of development, for every provider that it plays.
 *
 * @param address - the origin of the local provider
 */
export function localProviderVariables(
  address: string,
  definitions: readonly ProviderDefinition[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(definitions.flatMap((definition) => Object.entries(definition.local(address) ?? {})))
}
