import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose'

export const signingAlgorithms = ['RS256', 'ES256'] as const

export type SigningAlgorithm = (typeof signingAlgorithms)[number]

export interface SigningKeys {
  readonly alg: SigningAlgorithm
  /** The thumbprint of the key, so that a restart never publishes another key under the same id. */
  readonly kid: string
  readonly published: { readonly key: CryptoKey; readonly jwk: JWK }
  /** A key of the same kind that the JWKS does not contain, for faulty signatures. */
  readonly unpublished: CryptoKey
}

export async function generateSigningKeys(alg: SigningAlgorithm): Promise<SigningKeys> {
  const [published, unpublished] = await Promise.all([
    generateKeyPair(alg, { extractable: true }),
    generateKeyPair(alg, { extractable: true }),
  ])
  const jwk = await exportJWK(published.privateKey)
  const kid = await calculateJwkThumbprint(jwk)
  return {
    alg,
    kid,
    published: { key: published.privateKey, jwk: { ...jwk, alg, kid, use: 'sig' } },
    unpublished: unpublished.privateKey,
  }
}
