import type { JWTPayload } from 'jose'
import type { SigningAlgorithm } from './signing-keys.ts'

type Metadata = Readonly<Record<string, unknown>>

/** What a profile may need to know of where it is served. */
export interface ServedAt {
  readonly origin: string
  /** The path that stands before that of the endpoint. */
  readonly mountPath: string
}

/** In what an OpenID provider differs from the library. */
export interface OpenidProfile {
  readonly alg: SigningAlgorithm
  /** The end of its issuer, after the origin. */
  readonly issuerPath: string
  /** The beginning of the paths of its endpoints. */
  readonly mountPath: RegExp
  /** Paths of endpoints, where they are not those of the library. */
  readonly routes?: Readonly<Record<string, string>>
  /** Whether callbacks name the issuer. @see [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207) */
  readonly sendsIss: boolean
  /** How the client authenticates; both ways where it is left out. */
  readonly authentication?: 'client_secret_post'
  /** Whether the client secret is a JWT that the client signs. */
  readonly signedSecret?: boolean
  /** Whether a code verifier beside a client secret is refused. */
  readonly refusesVerifier?: boolean
  /** Whether the callback is posted by a form, with the user's name the first time. */
  readonly postsCallback?: boolean
  /** Whether the claims must be asked for by name. */
  readonly claimsByName?: boolean
  readonly changeMetadata?: (metadata: Metadata, at: ServedAt) => Metadata
  /** What it says of a published key beside the key. */
  readonly aboutKeys?: (origin: string) => Metadata
  /** Returns the claims of the ID token as this provider writes them; `undefined` leaves one out. */
  readonly changeIdToken?: (claims: JWTPayload) => JWTPayload
}
