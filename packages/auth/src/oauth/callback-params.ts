import type { CallbackInput } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import type { AuthorizationState } from './authorization-request.ts'

/** The parameters of a callback that are read. */
export const callbackParamNames = ['state', 'code', 'error', 'iss', 'user'] as const

type CallbackParamName = (typeof callbackParamNames)[number]

/** The parameters of a provider's callback, in the names of RFC 6749 and RFC 9207. */
export interface CallbackParams {
  readonly code: string | null
  readonly error: string | null
  readonly iss: string | null
  /** What Apple says of its user, as JSON and unsigned. */
  readonly user: string | null
}

/**
 * Returns the `state` of a callback.
 *
 * @throws AuthError `AUTHORIZATION_MALFORMED` when there are two; `AUTHORIZATION_UNKNOWN` without one
 */
export function readState(params: CallbackInput['params']): AuthorizationState {
  const state = read(params, 'state')
  if (state === null) throw new AuthError('AUTHORIZATION_UNKNOWN')
  return state as AuthorizationState
}

/**
 * Returns the other parameters of a callback. Parameters that are not named here are ignored, `error_description` among
 * them, because an attacker can write one.
 *
 * @throws AuthError `AUTHORIZATION_MALFORMED` when one is there twice
 * @see [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2)
 */
export function readCallbackParams(params: CallbackInput['params']): CallbackParams {
  return {
    code: read(params, 'code'),
    error: read(params, 'error'),
    iss: read(params, 'iss'),
    user: read(params, 'user'),
  }
}

function read(params: CallbackInput['params'], name: CallbackParamName): string | null {
  const value = Object.hasOwn(params, name) ? params[name] : undefined
  if (Array.isArray(value)) throw new AuthError('AUTHORIZATION_MALFORMED')
  return value === undefined || value === '' ? null : value
}
