import { minute, second } from '../duration.ts'
import type { StoredTokens } from './token-store.ts'

/**
 * A pair of tokens as the server issues it.
 *
 * @see [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1)
 */
export interface IssuedTokens {
  readonly accessToken: string
  readonly refreshToken: string
  /** The lifetime of the access token in seconds. */
  readonly expiresIn: number
}

/** How long before it expires an access token is refreshed; half of its lifetime if that is shorter. */
const refreshAhead = minute

/**
 * Converts issued tokens into what a token store keeps.
 *
 * @param scope - the server that issued them, and the client that they were issued to
 * @param issued - as the server sent them
 * @param request - `requestedAt`: when the request was sent; `signIn`: the id of the sign-in
 * @returns the tokens with the time from which on they are refreshed
 */
export function toStoredTokens(
  { origin, clientId }: { readonly origin: string; readonly clientId: string },
  { accessToken, refreshToken, expiresIn }: IssuedTokens,
  { requestedAt, signIn }: { readonly requestedAt: Date; readonly signIn: string },
): StoredTokens {
  const lifetime = expiresIn * second
  const refreshAt = requestedAt.getTime() + lifetime - Math.min(refreshAhead, lifetime / 2)
  return { server: origin, clientId, accessToken, refreshToken, refreshAt, signIn }
}
