import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { OpenidProviderId } from '../provider-id.ts'

export const signingAlgorithms = { google: 'RS256', oidc: 'ES256' } as const satisfies Record<OpenidProviderId, string>

export interface SigningKeys {
  readonly alg: 'RS256' | 'ES256'
  /** Of the key itself, so that a restart never publishes another key under an old name. */
  readonly kid: string
  readonly published: { readonly key: CryptoKey; readonly jwk: JWK }
  /** The same kind of key, which nobody was told about. */
  readonly strange: CryptoKey
}

export async function generateSigningKeys(provider: OpenidProviderId): Promise<SigningKeys> {
  const alg = signingAlgorithms[provider]
  const [published, strange] = await Promise.all([
    generateKeyPair(alg, { extractable: true }),
    generateKeyPair(alg, { extractable: true }),
  ])
  const jwk = await exportJWK(published.privateKey)
  const kid = await calculateJwkThumbprint(jwk)
  return {
    alg,
    kid,
    published: { key: published.privateKey, jwk: { ...jwk, alg, kid, use: 'sig' } },
    strange: strange.privateKey,
  }
}
