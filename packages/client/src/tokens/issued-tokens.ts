import { minute, second } from '../duration.ts'
import type { StoredTokens } from './token-store.ts'

/** A pair of tokens as the server gives it. */
export interface IssuedTokens {
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds. */
  readonly expiresIn: number
}

/** Enough for a call that is slow on its way; half of a life that is shorter than two of these. */
const ahead = minute

export function toStoredTokens(
  { origin, clientId }: { readonly origin: string; readonly clientId: string },
  { accessToken, refreshToken, expiresIn }: IssuedTokens,
  { requestedAt, signIn }: { readonly requestedAt: Date; readonly signIn: string },
): StoredTokens {
  const lifetime = expiresIn * second
  const refreshAt = requestedAt.getTime() + lifetime - Math.min(ahead, lifetime / 2)
  return { server: origin, clientId, accessToken, refreshToken, refreshAt, signIn }
}
