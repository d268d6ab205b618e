import type { JWK } from 'jose'

export type SigningKeyId = string & { readonly __brand: 'SigningKeyId' }

export const signingAlgorithms = ['EdDSA', 'ES256'] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/**
 * A key that signs access tokens, and its four moments: published, used from, used until, and published until. Between
 * the first two whoever verifies elsewhere gets to know it; between the last two the last token that it signed dies.
 */
export interface SigningKey {
  readonly id: SigningKeyId
  readonly algorithm: SigningAlgorithm
  readonly publicJwk: JWK
  /** The private half, sealed under the secrets of the configuration. */
  readonly sealedPrivateKey: string
  readonly createdAt: Date
  readonly signsFrom: Date
  readonly signsUntil: Date
  readonly publishedUntil: Date
}
