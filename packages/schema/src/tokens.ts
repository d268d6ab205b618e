import { z } from 'zod'
import { challengeIdInput, type ChallengeView } from './challenges.ts'
import { clientIdInput, resourceInput } from './client-ids.ts'
import { userCodeInput } from './grants.ts'
import { emailInput } from './users.ts'
import type { SecondFactorDueView } from './second-factors.ts'
import { passwordInput } from './passwords.ts'

export const issueTokensInput = z.strictObject({
  email: emailInput,
  password: passwordInput,
  clientId: clientIdInput,
  resource: resourceInput.optional(),
})
export type IssueTokensInput = z.output<typeof issueTokensInput>

export const requestTokensCodeInput = z.strictObject({ email: emailInput })
export type RequestTokensCodeInput = z.output<typeof requestTokensCodeInput>

export const issueTokensByCodeInput = z.strictObject({
  challenge: challengeIdInput,
  requestSecret: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This is not the secret of a request.'),
  code: userCodeInput,
  clientId: clientIdInput,
  resource: resourceInput.optional(),
})
export type IssueTokensByCodeInput = z.output<typeof issueTokensByCodeInput>

/** Longer than any that is handed out, and nothing else: what it is, is decided by looking it up. */
const tokenInput = z.string().min(1).max(4096)

export const refreshTokensInput = z.strictObject({
  refreshToken: tokenInput,
  clientId: clientIdInput,
  resource: resourceInput.optional(),
})
export type RefreshTokensInput = z.output<typeof refreshTokensInput>

/** @see [RFC 7009 §2.1](https://www.rfc-editor.org/rfc/rfc7009.html#section-2.1) */
export const revokeTokenInput = z.strictObject({ token: tokenInput })
export type RevokeTokenInput = z.output<typeof revokeTokenInput>

/** A code that was mailed, or not: the answer is the same. */
export interface TokensCodeView extends ChallengeView {
  /** Proves that a program is the one that asked for the code. It is worth nothing without the code. */
  readonly requestSecret: string
}

/** A sign-in of a program that waits for a second factor. */
export interface TokensSecondFactorView extends SecondFactorDueView {
  /** The secret of the sign-in, to be sent with the code. */
  readonly attempt: string
}

/** The answer of `tokens.issue` and of its like. */
export type IssuedTokensView = ({ readonly status: 'signedIn' } & TokensView) | TokensSecondFactorView

/** What a client gets: an access token for the next minutes, and a refresh token for the pair after it. */
export interface TokensView {
  readonly tokenType: 'Bearer'
  readonly accessToken: string
  /** Whole seconds that the access token lives. */
  readonly expiresIn: number
  /** Good for one refresh. */
  readonly refreshToken: string
  /** The session that these stand for: it is on the access screen, and ending it there ends them. */
  readonly sessionId: string
}
