import type { Choice } from '../interaction/choice.ts'

/** A GitHub authorization request, from the first redirect on. */
export interface GithubRequest {
  readonly redirectUri: string
  readonly state: string | null
  readonly scope: string
  /** Set when the client uses PKCE, which GitHub allows and doesn't ask for. */
  readonly codeChallenge: string | null
}

/** What a code or an access token stands for. */
export interface GithubGrant extends GithubRequest {
  readonly choice: Choice
}
