import type { Challenge } from '@latchkey/auth'
import { type ChallengePurpose, type ChallengeView, resendDelay } from '@latchkey/schema'

/** Returns what a browser is told of a challenge that it asked for: the same whether or not the address has a user. */
export function challengeView({ id, kind, email, createdAt, expiresAt }: Challenge): ChallengeView {
  return {
    id,
    // A change is taken back by a link that no browser asked for.
    purpose: kind as ChallengePurpose,
    email,
    expiresAt: expiresAt.toISOString(),
    resendAt: new Date(createdAt.getTime() + resendDelay).toISOString(),
  }
}
