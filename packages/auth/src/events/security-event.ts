import type { EndReason, Role, SignInMethod } from '@latchkey/schema'
import type { AuthErrorCode } from '../auth-error.ts'
import type { ClientInfo } from '../client-info.ts'
import type { NamedSession, SessionId } from '../sessions/session.ts'
import type { UserId } from '../users/user.ts'

interface Happened {
  readonly at: Date
  readonly userId: UserId
}

interface HappenedInSession extends Happened {
  readonly sessionId: SessionId
  readonly client: ClientInfo
}

/** Someone did not get through. */
interface Refused {
  readonly at: Date
  /** Null when the address is nobody's: the address itself is not recorded, people type passwords there. */
  readonly userId: UserId | null
  readonly client: ClientInfo
}

/** What is worth knowing afterwards. Never holds a password, a token or a hash. */
export type SecurityEvent =
  | (HappenedInSession & { readonly type: 'signed_up' | 'signed_in' | 'stepped_up'; readonly method: SignInMethod })
  | (HappenedInSession & { readonly type: 'signed_out' | 'password_set' | 'refresh_token_reused' })
  | (HappenedInSession & {
      readonly type: 'tokens_issued' | 'client_approved' | 'client_denied'
      readonly clientId: string
    })
  | (HappenedInSession & { readonly type: 'password_changed'; readonly endedSessions: number })
  | (HappenedInSession & { readonly type: 'identity_linked' | 'identity_unlinked'; readonly provider: string })
  | (HappenedInSession & {
      readonly type: 'session_renamed'
      readonly target: NamedSession
      readonly name: string | null
    })
  | (Happened & {
      readonly type: 'session_ended'
      readonly target: NamedSession
      readonly endReason: EndReason
      /** The session that decided it, or began when there was no room for both; null for time and the operator. */
      readonly sessionId: SessionId | null
      readonly client: ClientInfo | null
    })
  | (Happened & { readonly type: 'role_changed'; readonly role: Role; readonly endedSessions: number })
  | (Refused & {
      /** Someone came back from a provider, or set out to one, and was not let through. */
      readonly type: 'oauth_refused'
      readonly provider: string
      readonly refusal: AuthErrorCode
    })
  | (Refused & {
      readonly type: 'sign_up_failed' | 'sign_in_failed' | 'step_up_failed' | 'password_change_failed'
      /** The signed-in session in which it was tried, if any. */
      readonly sessionId: SessionId | null
      readonly cause: 'wrong_password'
    })
  | (Refused & {
      readonly type: 'sign_up_failed' | 'sign_in_failed' | 'step_up_failed' | 'password_change_failed'
      readonly sessionId: SessionId | null
      readonly cause: 'rate_limited'
      /** The first one that the limit refused in its window: the others say nothing new. */
      readonly first: boolean
    })
