import type { AuthErrorCode } from '@latchkey/auth'
import type { ErrorReason } from '@latchkey/schema'
import { TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'

/** Every refusal of the domain and of the access levels, and the tRPC code (so the HTTP status) that it travels under. */
const trpcCodes = {
  EMAIL_TAKEN: 'CONFLICT',
  FORBIDDEN: 'FORBIDDEN',
  INVALID_CREDENTIALS: 'UNAUTHORIZED',
  NOT_BATCHABLE: 'BAD_REQUEST',
  NOT_SIGNED_IN: 'UNAUTHORIZED',
  PASSWORD_TOO_COMMON: 'UNPROCESSABLE_CONTENT',
  PASSWORD_TOO_SHORT: 'UNPROCESSABLE_CONTENT',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  SESSION_ENDED: 'UNAUTHORIZED',
  SESSION_NOT_FOUND: 'NOT_FOUND',
  SUDO_REQUIRED: 'FORBIDDEN',
} as const satisfies Record<AuthErrorCode, TRPC_ERROR_CODE_KEY> & Partial<Record<ErrorReason, TRPC_ERROR_CODE_KEY>>

export type RefusalReason = keyof typeof trpcCodes

/** What a person reads who sees the error without a client that has its own words. */
const messages: Readonly<Record<RefusalReason, string>> = {
  EMAIL_TAKEN: 'There is a user with this e-mail address already. Sign in instead.',
  FORBIDDEN: 'You are not allowed to do this.',
  INVALID_CREDENTIALS: 'Wrong e-mail or password.',
  NOT_BATCHABLE: 'This procedure sets a cookie: call it alone, not in a batch.',
  NOT_SIGNED_IN: 'Sign in first.',
  PASSWORD_TOO_COMMON: 'This password is one of the first that guessers try. Choose another.',
  PASSWORD_TOO_SHORT: 'This password is too short.',
  RATE_LIMITED: 'Too many tries. Wait a moment, then try again.',
  SESSION_ENDED: 'This session has ended. Sign in again.',
  SESSION_NOT_FOUND: 'There is no such session.',
  SUDO_REQUIRED: 'Confirm that it is you first.',
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
