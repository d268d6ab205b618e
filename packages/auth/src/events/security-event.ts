import type { EndReason, Role, SecondFactor, SessionId, SignInMethod, StepUpMethod, UserId } from '@latchkey/schema'
import type { AuthErrorCode } from '../core/auth-error.ts'
import type { RequestInfo } from '../core/request-info.ts'

/** The session that an event is about, with its name at that time. */
export interface EventTarget {
  readonly id: SessionId
  readonly name: string
}

interface OfUser {
  readonly at: Date
  readonly userId: UserId
}

interface InSession extends OfUser {
  readonly sessionId: SessionId
  readonly request: RequestInfo
}

/** What the reader of a mailbox confirmed. */
interface ByMail extends OfUser {
  /** The session in which it was done, or that it started; null when it was done in none. */
  readonly sessionId: SessionId | null
  readonly request: RequestInfo
}

/** A call that was refused. */
interface Refused {
  readonly at: Date
  /** Null when no user has the address. The address itself is not recorded, because people type passwords there. */
  readonly userId: UserId | null
  readonly request: RequestInfo
}

/** An event of the security timeline and of the log. Never holds a password, a token or a hash. */
export type SecurityEvent =
  | (InSession & { readonly type: 'signed_up' | 'stepped_up'; readonly method: StepUpMethod })
  | (InSession & {
      readonly type: 'signed_in'
      readonly method: SignInMethod
      /** The second factor that was shown; absent for none. */
      readonly secondFactor?: SecondFactor
      /** Whether the session came from a device or a network that no other of the user had. Set where the session is started. */
      readonly isNewOrigin?: boolean
    })
  | (InSession & { readonly type: 'signed_out' | 'password_set' | 'refresh_token_reused' })
  | (InSession & { readonly type: 'second_factor_added' | 'second_factor_removed' | 'recovery_codes_renewed' })
  | (InSession & {
      readonly type: 'passkey_added' | 'passkey_removed' | 'passkey_renamed' | 'device_trusted' | 'device_untrusted'
      /** The name of the passkey, or of the browser. */
      readonly label: string
    })
  /** An operator removed the second factors of a user who lost them. */
  | (OfUser & { readonly type: 'second_factor_reset' })
  | (InSession & {
      readonly type: 'client_approved' | 'client_denied'
      readonly clientId: string
    })
  | (InSession & {
      readonly type: 'tokens_issued'
      readonly clientId: string
      /** With `approved:…` a user approved the client; otherwise it is what it names itself. */
      readonly method: SignInMethod
      /** As of `signed_in`. */
      readonly secondFactor?: SecondFactor
      /** As of `signed_in`. */
      readonly isNewOrigin?: boolean
    })
  | (InSession & {
      readonly type: 'password_changed'
      readonly endedSessions: number
      readonly connectedAccounts: number
    })
  | (ByMail & {
      readonly type: 'password_reset'
      readonly endedSessions: number
      readonly connectedAccounts: number
    })
  | (ByMail & { readonly type: 'account_reclaimed'; readonly endedSessions: number })
  | (ByMail & { readonly type: 'email_proven' | 'email_changed'; readonly email: string })
  | (ByMail & { readonly type: 'email_change_undone'; readonly email: string; readonly endedSessions: number })
  | (InSession & { readonly type: 'identity_linked' | 'identity_unlinked'; readonly provider: string })
  | (InSession & {
      readonly type: 'session_renamed'
      readonly target: EventTarget
      readonly name: string | null
    })
  | (InSession & { readonly type: 'user_renamed'; readonly name: string })
  | (OfUser & {
      readonly type: 'session_ended'
      readonly target: EventTarget
      readonly endReason: EndReason
      /** The session that decided it, or that started over the limit; null for time and for the operator. */
      readonly sessionId: SessionId | null
      readonly request: RequestInfo | null
    })
  | (OfUser & { readonly type: 'role_changed'; readonly role: Role; readonly endedSessions: number })
  | (Refused & {
      /** An authorization request at a provider, or its callback, was refused. */
      readonly type: 'oauth_refused'
      readonly provider: string
      readonly refusal: AuthErrorCode
      /** What kept the provider from being reached: `ENOTFOUND`, `ECONNREFUSED`. For the log alone. */
      readonly failure?: string
    })
  | (Refused & {
      readonly type: 'sign_up_failed' | 'sign_in_failed' | 'step_up_failed' | 'password_change_failed'
      /** The signed-in session in which it was tried, if any. */
      readonly sessionId: SessionId | null
      readonly cause: 'wrong_password'
    })
  | (Refused & {
      /** A code was wrong after the first factor was right, or in a session. */
      readonly type: 'second_factor_failed'
      readonly sessionId: SessionId | null
      readonly cause: 'wrong_code'
    })
  | (Refused & {
      readonly type: 'sign_up_failed' | 'sign_in_failed' | 'step_up_failed' | 'password_change_failed'
      readonly sessionId: SessionId | null
      readonly cause: 'rate_limited'
      /** The first that the limit refused in its window; the timeline leaves out the others. */
      readonly first: boolean
    })
