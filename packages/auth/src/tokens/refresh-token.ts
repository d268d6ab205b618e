import type { SessionId } from '@latchkey/schema'
import type { Secret } from '../core/secret.ts'

/** The secret that is exchanged once for a pair of tokens: 256 bits, base64url. */
export type RefreshToken = Secret<'refresh token'>

/** What is on record of a refresh token that was used. */
export interface UsedRefreshToken {
  readonly sessionId: SessionId
  readonly usedAt: Date
  /** The id of the secret that its successor is derived with. */
  readonly secretId: string
}
