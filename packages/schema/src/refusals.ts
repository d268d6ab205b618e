/** What a refusal depends on: the request as such, who is calling, a rule of the domain; or nothing, for a fault. */
export type RefusalSource = 'request' | 'access' | 'domain' | 'fault'

export interface RefusalDefinition {
  readonly source: RefusalSource
  /** The name of the tRPC error code, and with it the HTTP status. */
  readonly code: string
  readonly status: number
  /** What a person reads in a client that has no message of its own for the reason. */
  readonly message: string
  /** Whether the same call may succeed later without any other change. */
  readonly retryable: boolean
}

const notProved = 'The provider’s answer does not prove who you are. Nothing was changed.'

/**
 * Every reason why a call is refused, as `data.reason` of an error. Stable, machine-readable and closed: clients switch on
 * these, so a reason is never renamed and never reused for something else. The tRPC codes, the answers of the middleware,
 * the check that the web app has a message for each, and the table in the documents derive from this one.
 */
export const refusals = {
  // The request itself
  INVALID_INPUT: {
    source: 'request',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'Some of the input is not valid.',
    retryable: false,
  },
  MALFORMED_REQUEST: {
    source: 'request',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This request can’t be read.',
    retryable: false,
  },
  UNKNOWN_PROCEDURE: {
    source: 'request',
    code: 'NOT_FOUND',
    status: 404,
    message: 'There is no such procedure.',
    retryable: false,
  },
  METHOD_NOT_ALLOWED: {
    source: 'request',
    code: 'METHOD_NOT_SUPPORTED',
    status: 405,
    message: 'Queries are GET, mutations are POST.',
    retryable: false,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    source: 'request',
    code: 'UNSUPPORTED_MEDIA_TYPE',
    status: 415,
    message: 'Send application/json.',
    retryable: false,
  },
  PAYLOAD_TOO_LARGE: {
    source: 'request',
    code: 'PAYLOAD_TOO_LARGE',
    status: 413,
    message: 'This request is too large.',
    retryable: false,
  },
  NOT_BATCHABLE: {
    source: 'request',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'What changes something is called alone, not in a batch.',
    retryable: false,
  },
  CROSS_SITE_REQUEST: {
    source: 'request',
    code: 'FORBIDDEN',
    status: 403,
    message: 'This request did not come from this site.',
    retryable: false,
  },
  AMBIGUOUS_CREDENTIALS: {
    source: 'request',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'Send one session cookie or one access token.',
    retryable: false,
  },
  // The caller
  NOT_SIGNED_IN: { source: 'access', code: 'UNAUTHORIZED', status: 401, message: 'Sign in first.', retryable: false },
  FORBIDDEN: {
    source: 'access',
    code: 'FORBIDDEN',
    status: 403,
    message: 'You are not allowed to do this.',
    retryable: false,
  },
  COOKIE_REQUIRED: {
    source: 'access',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'Call this with a session cookie, not with an access token.',
    retryable: false,
  },
  // The rules of the domain
  SESSION_ENDED: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This session has ended. Sign in again.',
    retryable: false,
  },
  SUDO_REQUIRED: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'Confirm that it is you first.',
    retryable: false,
  },
  INVALID_TOKEN: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This access token is not valid, or too old. Refresh it.',
    retryable: false,
  },
  INVALID_CREDENTIALS: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'Wrong email or password.',
    retryable: false,
  },
  EMAIL_TAKEN: {
    source: 'domain',
    code: 'CONFLICT',
    status: 409,
    message: 'There is a user with this email address already. Sign in instead.',
    retryable: false,
  },
  CAPTCHA_REQUIRED: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'Complete the CAPTCHA first, and send its response.',
    retryable: false,
  },
  CAPTCHA_REFUSED: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'This response of the CAPTCHA is not valid, too old or was used. Complete it again.',
    retryable: false,
  },
  MAIL_NOT_CONFIGURED: {
    source: 'domain',
    code: 'NOT_FOUND',
    status: 404,
    message: 'This server sends no mail.',
    retryable: false,
  },
  WRONG_CODE: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This is not the code of the latest mail.',
    retryable: false,
  },
  CHALLENGE_ENDED: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This code was used, replaced or is too old. Ask for a new one.',
    retryable: false,
  },
  CHALLENGE_OTHER_BROWSER: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message:
      'This was asked for in another browser. Type the code there, or open the link of the mail and type it here.',
    retryable: false,
  },
  SECOND_FACTOR_DUE: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This account asks for a second step as well.',
    retryable: false,
  },
  SECOND_FACTOR_REQUIRED: {
    source: 'access',
    code: 'FORBIDDEN',
    status: 403,
    message: 'Set up two-step verification or a passkey first.',
    retryable: false,
  },
  ATTEMPT_ENDED: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This sign-in waited too long or was finished. Sign in again.',
    retryable: false,
  },
  WRONG_SECOND_FACTOR: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This code is not right, or was used already.',
    retryable: false,
  },
  SECOND_FACTOR_EXISTS: {
    source: 'domain',
    code: 'CONFLICT',
    status: 409,
    message: 'Two-step verification is on already.',
    retryable: false,
  },
  NO_SECOND_FACTOR: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'Two-step verification is not on.',
    retryable: false,
  },
  TRUSTED_DEVICE_NOT_FOUND: {
    source: 'domain',
    code: 'NOT_FOUND',
    status: 404,
    message: 'There is no such device.',
    retryable: false,
  },
  PASSKEYS_OFF: {
    source: 'domain',
    code: 'NOT_FOUND',
    status: 404,
    message: 'Passkeys do not work at the address of this server.',
    retryable: false,
  },
  PASSKEY_REFUSED: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This passkey could not be verified.',
    retryable: false,
  },
  PASSKEY_UNKNOWN: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This passkey is not known here. It may have been removed.',
    retryable: false,
  },
  PASSKEY_CHALLENGE_ENDED: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This took too long, or was answered already. Try again.',
    retryable: false,
  },
  PASSKEY_NOT_FOUND: {
    source: 'domain',
    code: 'NOT_FOUND',
    status: 404,
    message: 'There is no such passkey.',
    retryable: false,
  },
  TOO_MANY_PASSKEYS: {
    source: 'domain',
    code: 'CONFLICT',
    status: 409,
    message: 'You have as many passkeys as one user may have. Remove one first.',
    retryable: false,
  },
  EMAIL_PROOF_REQUIRED: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'Confirm your email address first, with the code that was mailed to you.',
    retryable: false,
  },
  PASSWORD_TOO_SHORT: {
    source: 'domain',
    code: 'UNPROCESSABLE_CONTENT',
    status: 422,
    message: 'This password is too short.',
    retryable: false,
  },
  PASSWORD_TOO_COMMON: {
    source: 'domain',
    code: 'UNPROCESSABLE_CONTENT',
    status: 422,
    message: 'This password is one of the first that guessers try. Choose another.',
    retryable: false,
  },
  PASSWORD_UNCHANGED: {
    source: 'domain',
    code: 'UNPROCESSABLE_CONTENT',
    status: 422,
    message: 'This is the password already. Choose another.',
    retryable: false,
  },
  SESSION_NOT_FOUND: {
    source: 'domain',
    code: 'NOT_FOUND',
    status: 404,
    message: 'There is no such session.',
    retryable: false,
  },
  RATE_LIMITED: {
    source: 'domain',
    code: 'TOO_MANY_REQUESTS',
    status: 429,
    message: 'Too many tries. Wait a moment, then try again.',
    retryable: true,
  },
  INVALID_REFRESH_TOKEN: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This refresh token is not valid. Sign in again.',
    retryable: false,
  },
  PASSWORD_TOKENS_OFF: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'This server gives no tokens for a password.',
    retryable: false,
  },
  REFRESH_TOKEN_REUSED: {
    source: 'domain',
    code: 'UNAUTHORIZED',
    status: 401,
    message: 'This refresh token was used before, so its session has ended. Sign in again.',
    retryable: false,
  },
  CLIENT_UNKNOWN: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'There is no such client here.',
    retryable: false,
  },
  REDIRECT_URI_UNKNOWN: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This redirect URI is not registered for this client.',
    retryable: false,
  },
  USER_CODE_UNKNOWN: {
    source: 'domain',
    code: 'NOT_FOUND',
    status: 404,
    message: 'No device is waiting with this code.',
    retryable: false,
  },
  INVALID_GRANT: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This code is not valid: used, too old, or for another client. Start again.',
    retryable: false,
  },
  INVALID_TARGET: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'There is no such resource here.',
    retryable: false,
  },
  PASSWORD_ALREADY_SET: {
    source: 'domain',
    code: 'CONFLICT',
    status: 409,
    message: 'There is a password already. Change it instead.',
    retryable: false,
  },
  IDENTITY_NOT_FOUND: {
    source: 'domain',
    code: 'NOT_FOUND',
    status: 404,
    message: 'There is no such connected account.',
    retryable: false,
  },
  IDENTITY_TAKEN: {
    source: 'domain',
    code: 'CONFLICT',
    status: 409,
    message: 'This account is connected to another user here.',
    retryable: false,
  },
  STEP_UP_NOT_PROVEN: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'This provider doesn’t say when you signed in there. Confirm in another way.',
    retryable: false,
  },
  IDENTITY_NOT_CONNECTED: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'This account is not connected to you here. Nothing was changed.',
    retryable: false,
  },
  LAST_SIGN_IN_METHOD: {
    source: 'domain',
    code: 'CONFLICT',
    status: 409,
    message: 'This is the last way you can sign in. Add another first.',
    retryable: false,
  },
  LINK_REQUIRES_SIGN_IN: {
    source: 'domain',
    code: 'CONFLICT',
    status: 409,
    message: 'There is a user with this email address already. Sign in as them first, then connect.',
    retryable: false,
  },
  // Signing in through a provider: the authorization request
  PROVIDER_NOT_FOUND: {
    source: 'domain',
    code: 'NOT_FOUND',
    status: 404,
    message: 'There is no such provider here.',
    retryable: false,
  },
  AUTHORIZATION_UNKNOWN: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This answer was used already, or no request of this browser belongs to it. Start again.',
    retryable: false,
  },
  AUTHORIZATION_EXPIRED: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'This took longer than ten minutes. Start again.',
    retryable: false,
  },
  AUTHORIZATION_OTHER_BROWSER: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'This was begun in another browser, or something newer was begun in this one. Start again.',
    retryable: false,
  },
  AUTHORIZATION_OTHER_PROVIDER: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'This answer is for another provider. Start again.',
    retryable: false,
  },
  AUTHORIZATION_OTHER_SESSION: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'You are not signed in as you were when this began. Start again.',
    retryable: false,
  },
  AUTHORIZATION_DENIED: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'You said no at the provider. Nothing was changed.',
    retryable: false,
  },
  AUTHORIZATION_REFUSED: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'The provider did not let this through. Start again.',
    retryable: false,
  },
  AUTHORIZATION_MALFORMED: {
    source: 'domain',
    code: 'BAD_REQUEST',
    status: 400,
    message: 'The provider’s answer can’t be read. Start again.',
    retryable: false,
  },
  ISSUER_MISSING: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ISSUER_MISMATCH: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  // Signing in through a provider: the provider's answer
  PROVIDER_UNAVAILABLE: {
    source: 'domain',
    code: 'BAD_GATEWAY',
    status: 502,
    message: 'The provider is not available right now. Try again later.',
    retryable: true,
  },
  PROVIDER_TIMEOUT: {
    source: 'domain',
    code: 'GATEWAY_TIMEOUT',
    status: 504,
    message: 'The provider does not answer. Try again later.',
    retryable: true,
  },
  PROVIDER_ANSWER_INVALID: {
    source: 'domain',
    code: 'BAD_GATEWAY',
    status: 502,
    message: 'The provider’s answer can’t be read. Try again later.',
    retryable: true,
  },
  CODE_REFUSED: {
    source: 'domain',
    code: 'FORBIDDEN',
    status: 403,
    message: 'The provider did not accept its own code. Start again.',
    retryable: false,
  },
  ID_TOKEN_MISSING: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ID_TOKEN_MALFORMED: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ID_TOKEN_ALGORITHM: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ID_TOKEN_SIGNATURE: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ID_TOKEN_ISSUER: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ID_TOKEN_AUDIENCE: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ID_TOKEN_NONCE: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ID_TOKEN_EXPIRED: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  ID_TOKEN_CLAIMS: { source: 'domain', code: 'FORBIDDEN', status: 403, message: notProved, retryable: false },
  PROVIDER_EMAIL_MISSING: {
    source: 'domain',
    code: 'UNPROCESSABLE_CONTENT',
    status: 422,
    message: 'The provider gives no email address. Sign up with one, then connect the account.',
    retryable: false,
  },
  PROVIDER_EMAIL_UNVERIFIED: {
    source: 'domain',
    code: 'UNPROCESSABLE_CONTENT',
    status: 422,
    message:
      'The provider does not say that your email address is verified. Sign up with it here, then connect the provider.',
    retryable: false,
  },
  // Faults
  UNAVAILABLE: {
    source: 'fault',
    code: 'SERVICE_UNAVAILABLE',
    status: 503,
    message: 'Latchkey can’t do this right now. Try again in a moment.',
    retryable: true,
  },
  INTERNAL: {
    source: 'fault',
    code: 'INTERNAL_SERVER_ERROR',
    status: 500,
    message: 'Something went wrong on our side. Try again.',
    retryable: true,
  },
} as const satisfies Record<string, RefusalDefinition>

export type ErrorReason = keyof typeof refusals

/** The reasons of one source. */
export type ReasonFrom<Source extends RefusalSource> = {
  [Reason in ErrorReason]: (typeof refusals)[Reason]['source'] extends Source ? Reason : never
}[ErrorReason]

/** Every reason, in the order of the table. */
export const errorReasons = Object.keys(refusals) as [ErrorReason, ...ErrorReason[]]

/** The `data` of every tRPC error that leaves the server. */
export interface ErrorData {
  readonly code: string
  readonly httpStatus: number
  readonly reason: ErrorReason
  /** The id under which the server logged the request; also in the `X-Request-Id` header. */
  readonly requestId: string
  /** Only with `INVALID_INPUT`: messages by input field; what belongs to no field stands under `''`. */
  readonly fields?: Readonly<Record<string, readonly string[]>>
  /** Only with `RATE_LIMITED`: whole seconds until another try makes sense. */
  readonly retryAfter?: number
}
