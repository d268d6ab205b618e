import type { EndReason, Role, SignInMethod } from '@latchkey/schema'
import type { AuthErrorCode } from '../auth-error.ts'
import type { ClientInfo } from '../client-info.ts'
import type { SessionId } from '../sessions/session.ts'
import type { UserId } from '../users/user.ts'

interface Happened {
  readonly at: Date
  readonly userId: UserId
}

interface HappenedInSession extends Happened {
  readonly sessionId: SessionId
  readonly client: ClientInfo
}

/** What is worth knowing afterwards. Never holds a password, a token or a hash. */
export type SecurityEvent =
  | (HappenedInSession & { readonly type: 'signed_up'; readonly method: SignInMethod })
  | (HappenedInSession & { readonly type: 'signed_in'; readonly method: SignInMethod })
  | (HappenedInSession & { readonly type: 'signed_out' })
  | (HappenedInSession & { readonly type: 'stepped_up'; readonly method: SignInMethod })
  | (HappenedInSession & { readonly type: 'password_changed'; readonly endedSessions: number })
  | (HappenedInSession & {
      readonly type: 'session_ended'
      readonly endedSessionId: SessionId
      readonly reason: EndReason
    })
  | (HappenedInSession & { readonly type: 'other_sessions_ended'; readonly endedSessions: number })
  | (HappenedInSession & { readonly type: 'password_set' })
  | (HappenedInSession & { readonly type: 'identity_linked' | 'identity_unlinked'; readonly provider: string })
  | {
      /** Someone came back from a provider and was not let in. */
      readonly type: 'oauth_refused'
      readonly at: Date
      readonly provider: string
      readonly reason: AuthErrorCode
      readonly userId: UserId | null
      readonly client: ClientInfo
    }
  | (Happened & { readonly type: 'role_changed'; readonly role: Role; readonly endedSessions: number })
  | {
      readonly type: 'sign_up_failed' | 'sign_in_failed' | 'step_up_failed' | 'password_change_failed'
      readonly at: Date
      /** Null when the address is nobody's: the address itself is not recorded, people type passwords there. */
      readonly userId: UserId | null
      readonly client: ClientInfo
      readonly cause: 'wrong_password' | 'rate_limited'
    }
