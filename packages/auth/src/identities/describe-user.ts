import { canonicalEmail } from '@latchkey/schema'
import type { Events } from '../events/events.ts'
import type { SecondFactorStore } from '../second-factors/second-factor-store.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { User } from '../users/user.ts'
import type { UserStore } from '../users/user-store.ts'
import type { Identity } from './identity.ts'
import type { IdentityStore } from './identity-store.ts'

/** How far back in a user's sign-ins the last one is looked for: step-ups are among them. */
const recentSignIns = 100

/** What an operator can tell a user by, before doing something for them. */
export interface UserDescription {
  readonly user: User
  /** How many live sessions the user has. */
  readonly sessions: number
  readonly identities: readonly Identity[]
  /** Since when they have two-step verification; `null` without it. */
  readonly totpSince: Date | null
  /** When the user, or a client for them, signed in last; `null` when the timeline does not go back that far. */
  readonly lastSignInAt: Date | null
}

/** Returns the function that describes the user with an email address; it returns `null` when no user has it. */
export function describeUser({
  users,
  identities,
  secondFactors,
  sessions,
  events,
}: {
  readonly users: UserStore
  readonly identities: IdentityStore
  readonly secondFactors: Pick<SecondFactorStore, 'findState'>
  readonly sessions: Pick<Sessions, 'listLive'>
  readonly events: Pick<Events, 'list'>
}): (email: string) => Promise<UserDescription | null> {
  return async (email) => {
    const canonical = canonicalEmail(email)
    const user = canonical === null ? null : await users.findByEmail(canonical)
    if (user === null) return null
    const [live, linked, { totpSince }, timeline] = await Promise.all([
      sessions.listLive(user.id),
      identities.listByUser(user.id),
      secondFactors.findState(user.id),
      events.list({ user }, { category: 'sign_in', before: null, limit: recentSignIns }),
    ])
    const lastSignIn = timeline.events.find(({ type }) => ['signed_up', 'signed_in', 'tokens_issued'].includes(type))
    const lastSignInAt = lastSignIn?.at ?? null
    return { user, sessions: live.length, identities: linked, totpSince, lastSignInAt }
  }
}
