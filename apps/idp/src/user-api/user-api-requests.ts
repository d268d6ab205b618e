import type { Choice } from '../interaction/choice.ts'

/** A validated authorization request. */
export interface UserApiRequest {
  readonly redirectUri: string
  readonly state: string | null
  readonly scope: string
  /** Null when the client uses no PKCE, which these providers don't require. */
  readonly codeChallenge: string | null
}

/** The grant that a code or an access token refers to. */
export interface UserApiGrant extends UserApiRequest {
  readonly choice: Choice
}
