import type { Choice } from '../interaction/choice.ts'

/** A validated authorization request at GitHub. */
export interface GithubRequest {
  readonly redirectUri: string
  readonly state: string | null
  readonly scope: string
  /** Null when the client uses no PKCE, which GitHub doesn't require. */
  readonly codeChallenge: string | null
}

/** The grant that a code or an access token refers to. */
export interface GithubGrant extends GithubRequest {
  readonly choice: Choice
}
