import type { ChallengeId } from '@latchkey/schema'
import type { Challenge, ChallengeBrowserHash, CodeHash, LinkTokenHash } from '../../challenges/challenge.ts'
import { after } from '../../core/duration.ts'
import { start } from '../fixtures.ts'

/** Returns a challenge that was created at `start`, without a user; its token and its browser are named after its id. */
export function aChallenge(id: string, changes: Partial<Challenge> = {}): Challenge {
  return {
    id: id as ChallengeId,
    kind: 'sign_in',
    email: 'ada@example.com',
    userId: null,
    sessionId: null,
    pending: null,
    codeHash: `code of ${id}` as CodeHash,
    tokenHash: `token of ${id}` as LinkTokenHash,
    browserHash: `browser of ${id}` as ChallengeBrowserHash,
    createdAt: start,
    expiresAt: after(start, 900),
    ...changes,
  }
}
