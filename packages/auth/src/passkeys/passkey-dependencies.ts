import type { RandomBytes } from '../core/random.ts'
import type { RequestInfo } from '../core/request-info.ts'
import type { Events } from '../events/events.ts'
import type { Limits } from '../limits/limits.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { PasskeyBrowser } from './passkey.ts'
import type { PasskeyStore } from './passkey-store.ts'
import type { RelyingParty } from './relying-party.ts'

/** What the parts of `Passkeys` need. */
export interface PasskeyDependencies {
  readonly store: PasskeyStore
  readonly sessions: Sessions
  readonly events: Events
  readonly limits: Limits
  /** `null` where passkeys do not work. */
  readonly relyingParty: RelyingParty | null
  /** The ids of the providers that a user can sign in through now. */
  readonly usableProviders: readonly string[]
  readonly now: () => Date
  readonly random: RandomBytes
}

/** The request that asks for options, or answers them. */
export interface PasskeyContext {
  readonly request: RequestInfo
  /** The secret that the browser has from the last options that it asked for, if any. */
  readonly browser: PasskeyBrowser | null
}
