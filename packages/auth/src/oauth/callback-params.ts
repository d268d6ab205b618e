import type { CallbackInput } from '@latchkey/schema'
import { AuthError } from '../auth-error.ts'
import type { AuthorizationState } from './requests/authorization-request.ts'

/** What a provider's answer says, in the names of RFC 6749 and RFC 9207. */
export interface CallbackParams {
  readonly code: string | null
  readonly error: string | null
  readonly iss: string | null
}

/**
 * The state that came back.
 *
 * @throws AuthError `AUTHORIZATION_MALFORMED` when there are two; `AUTHORIZATION_UNKNOWN` without one: nothing here was
 *   asked for
 */
export function readState(params: CallbackInput['params']): AuthorizationState {
  const state = read(params, 'state')
  if (state === null) throw new AuthError('AUTHORIZATION_UNKNOWN')
  return state as AuthorizationState
}

/**
 * Reads the rest of the query parameters that count. What else came along is not looked at, a description of an error
 * least of all: anyone can write one.
 *
 * @throws AuthError `AUTHORIZATION_MALFORMED` when one that counts is there twice
 * @see [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2)
 */
export function readCallbackParams(params: CallbackInput['params']): CallbackParams {
  return { code: read(params, 'code'), error: read(params, 'error'), iss: read(params, 'iss') }
}

function read(params: CallbackInput['params'], name: string): string | null {
  const value = Object.hasOwn(params, name) ? params[name] : undefined
  if (Array.isArray(value)) throw new AuthError('AUTHORIZATION_MALFORMED')
  return value === undefined || value === '' ? null : value
}
