import type { AuthErrorCode } from '@latchkey/auth'
import type { ErrorReason } from '@latchkey/schema'
import { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'

/** Every refusal of the domain and of the access levels, and the tRPC code (so the HTTP status) that it travels under. */
const trpcCodes = {
  AMBIGUOUS_CREDENTIALS: 'BAD_REQUEST',
  AUTHORIZATION_DENIED: 'FORBIDDEN',
  AUTHORIZATION_EXPIRED: 'BAD_REQUEST',
  AUTHORIZATION_MALFORMED: 'BAD_REQUEST',
  AUTHORIZATION_OTHER_BROWSER: 'FORBIDDEN',
  AUTHORIZATION_OTHER_PROVIDER: 'FORBIDDEN',
  AUTHORIZATION_OTHER_SESSION: 'FORBIDDEN',
  AUTHORIZATION_REFUSED: 'FORBIDDEN',
  AUTHORIZATION_UNKNOWN: 'BAD_REQUEST',
  CLIENT_UNKNOWN: 'BAD_REQUEST',
  CODE_REFUSED: 'FORBIDDEN',
  COOKIE_REQUIRED: 'BAD_REQUEST',
  IDENTITY_NOT_FOUND: 'NOT_FOUND',
  IDENTITY_NOT_CONNECTED: 'FORBIDDEN',
  IDENTITY_TAKEN: 'CONFLICT',
  ID_TOKEN_ALGORITHM: 'FORBIDDEN',
  ID_TOKEN_AUDIENCE: 'FORBIDDEN',
  ID_TOKEN_CLAIMS: 'FORBIDDEN',
  ID_TOKEN_EXPIRED: 'FORBIDDEN',
  ID_TOKEN_ISSUER: 'FORBIDDEN',
  ID_TOKEN_MALFORMED: 'FORBIDDEN',
  ID_TOKEN_MISSING: 'FORBIDDEN',
  ID_TOKEN_NONCE: 'FORBIDDEN',
  ID_TOKEN_SIGNATURE: 'FORBIDDEN',
  ISSUER_MISMATCH: 'FORBIDDEN',
  ISSUER_MISSING: 'FORBIDDEN',
  LAST_SIGN_IN_METHOD: 'CONFLICT',
  LINK_REQUIRES_SIGN_IN: 'CONFLICT',
  PASSWORD_ALREADY_SET: 'CONFLICT',
  PASSWORD_TOKENS_OFF: 'FORBIDDEN',
  PROVIDER_ANSWER_INVALID: 'BAD_GATEWAY',
  PROVIDER_EMAIL_MISSING: 'UNPROCESSABLE_CONTENT',
  PROVIDER_EMAIL_UNVERIFIED: 'UNPROCESSABLE_CONTENT',
  PROVIDER_NOT_FOUND: 'NOT_FOUND',
  PROVIDER_TIMEOUT: 'GATEWAY_TIMEOUT',
  PROVIDER_UNAVAILABLE: 'BAD_GATEWAY',
  EMAIL_TAKEN: 'CONFLICT',
  FORBIDDEN: 'FORBIDDEN',
  INVALID_CREDENTIALS: 'UNAUTHORIZED',
  INVALID_GRANT: 'BAD_REQUEST',
  INVALID_REFRESH_TOKEN: 'UNAUTHORIZED',
  INVALID_TOKEN: 'UNAUTHORIZED',
  REDIRECT_URI_UNKNOWN: 'BAD_REQUEST',
  REFRESH_TOKEN_REUSED: 'UNAUTHORIZED',
  NOT_BATCHABLE: 'BAD_REQUEST',
  NOT_SIGNED_IN: 'UNAUTHORIZED',
  PASSWORD_TOO_COMMON: 'UNPROCESSABLE_CONTENT',
  PASSWORD_TOO_SHORT: 'UNPROCESSABLE_CONTENT',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  SESSION_ENDED: 'UNAUTHORIZED',
  SESSION_NOT_FOUND: 'NOT_FOUND',
  SUDO_REQUIRED: 'FORBIDDEN',
  USER_CODE_UNKNOWN: 'NOT_FOUND',
} as const satisfies Record<AuthErrorCode, TRPC_ERROR_CODE_KEY> & Partial<Record<ErrorReason, TRPC_ERROR_CODE_KEY>>

export type RefusalReason = keyof typeof trpcCodes

const notProved = 'The provider’s answer does not prove who you are. Nothing was changed.'

/** What a person reads who sees the error without a client that has its own words. */
const messages: Readonly<Record<RefusalReason, string>> = {
  AMBIGUOUS_CREDENTIALS: 'Send one session cookie or one access token.',
  AUTHORIZATION_DENIED: 'You said no at the provider. Nothing was changed.',
  AUTHORIZATION_EXPIRED: 'This took longer than ten minutes. Start again.',
  AUTHORIZATION_MALFORMED: 'The provider’s answer can’t be read. Start again.',
  AUTHORIZATION_OTHER_BROWSER: 'This was begun in another browser. Start again in this one.',
  AUTHORIZATION_OTHER_PROVIDER: 'This answer is for another provider. Start again.',
  AUTHORIZATION_OTHER_SESSION: 'You are not signed in as you were when this began. Start again.',
  AUTHORIZATION_REFUSED: 'The provider did not let this through. Start again.',
  AUTHORIZATION_UNKNOWN: 'This answer was used already, or nobody asked for it. Start again.',
  CLIENT_UNKNOWN: 'There is no such client here.',
  COOKIE_REQUIRED: 'Call this with a session cookie, not with an access token.',
  CODE_REFUSED: 'The provider did not accept its own code. Start again.',
  IDENTITY_NOT_FOUND: 'There is no such connected account.',
  IDENTITY_NOT_CONNECTED: 'This account is not connected to you here. Nothing was changed.',
  IDENTITY_TAKEN: 'This account is connected to another user here.',
  ID_TOKEN_ALGORITHM: notProved,
  ID_TOKEN_AUDIENCE: notProved,
  ID_TOKEN_CLAIMS: notProved,
  ID_TOKEN_EXPIRED: notProved,
  ID_TOKEN_ISSUER: notProved,
  ID_TOKEN_MALFORMED: notProved,
  ID_TOKEN_MISSING: notProved,
  ID_TOKEN_NONCE: notProved,
  ID_TOKEN_SIGNATURE: notProved,
  ISSUER_MISMATCH: notProved,
  ISSUER_MISSING: notProved,
  LAST_SIGN_IN_METHOD: 'This is the last way you can sign in. Add another first.',
  LINK_REQUIRES_SIGN_IN: 'There is a user with this e-mail address already. Sign in as them first, then connect.',
  PASSWORD_TOKENS_OFF: 'This server gives no tokens for a password.',
  PASSWORD_ALREADY_SET: 'There is a password already. Change it instead.',
  PROVIDER_ANSWER_INVALID: 'The provider’s answer can’t be read. Try again later.',
  PROVIDER_EMAIL_MISSING: 'The provider gives no e-mail address. Sign up with one, then connect the account.',
  PROVIDER_EMAIL_UNVERIFIED: 'The provider has not verified your e-mail address. Verify it there, then try again.',
  PROVIDER_NOT_FOUND: 'There is no such provider here.',
  PROVIDER_TIMEOUT: 'The provider does not answer. Try again later.',
  PROVIDER_UNAVAILABLE: 'The provider is not available right now. Try again later.',
  EMAIL_TAKEN: 'There is a user with this e-mail address already. Sign in instead.',
  FORBIDDEN: 'You are not allowed to do this.',
  INVALID_GRANT: 'This code is not valid: used, too old, or for another client. Start again.',
  INVALID_REFRESH_TOKEN: 'This refresh token is not valid. Sign in again.',
  INVALID_TOKEN: 'This access token is not valid, or too old. Refresh it.',
  REDIRECT_URI_UNKNOWN: 'This redirect URI is not registered for this client.',
  REFRESH_TOKEN_REUSED: 'This refresh token was used before, so its session has ended. Sign in again.',
  INVALID_CREDENTIALS: 'Wrong e-mail or password.',
  NOT_BATCHABLE: 'What changes something is called alone, not in a batch.',
  NOT_SIGNED_IN: 'Sign in first.',
  PASSWORD_TOO_COMMON: 'This password is one of the first that guessers try. Choose another.',
  PASSWORD_TOO_SHORT: 'This password is too short.',
  RATE_LIMITED: 'Too many tries. Wait a moment, then try again.',
  SESSION_ENDED: 'This session has ended. Sign in again.',
  SESSION_NOT_FOUND: 'There is no such session.',
  SUDO_REQUIRED: 'Confirm that it is you first.',
  USER_CODE_UNKNOWN: 'No device is waiting with this code.',
}

/** The cause that marks a tRPC error as a refusal, so that the formatter finds the reason again. */
export class Refusal extends Error {
  readonly reason: RefusalReason
  readonly retryAfter: number | null

  constructor(reason: RefusalReason, retryAfter: number | null = null) {
    super(messages[reason])
    this.reason = reason
    this.retryAfter = retryAfter
  }
}

export function refuse(reason: RefusalReason, retryAfter: number | null = null): TRPCError {
  const cause = new Refusal(reason, retryAfter)
  return new TRPCError({ code: trpcCodes[reason], message: cause.message, cause })
}
