import type { SigningKeyId } from '@latchkey/schema'
import type { JWK } from 'jose'

/** The algorithms that access tokens can be signed with; the first is the default. */
export const signingAlgorithms = ['EdDSA', 'ES256'] as const
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/**
 * A key that signs access tokens, and its four moments: published, signs from, signs until, and published until. Between
 * the first two other verifiers learn of it; between the last two the last token that it signed expires.
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
