import type { CallbackView } from '@latchkey/schema'
import { isProviderId } from '../../providers/provider-id.ts'
import { type CallbackParams, readCallbackParams } from './callback-params.ts'

/** The response of a provider to an authorization request: the parameters of the callback address. */
export interface CallbackResponse {
  readonly provider: string
  readonly params: CallbackParams
}

interface Address {
  readonly pathname: string
  readonly search: string
  readonly hash: string
}

const callbackPath = /^\/oauth\/callback\/([^/]+)\/?$/

/**
 * Takes the parameters of the callback out of the address bar and the history, where the code would stay visible. Called
 * before the router exists: it would parse the values and rewrite the address.
 *
 * @see [RFC 9700 §4.3](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.3), leakage through browser history
 */
export function takeCallbackResponse(
  { pathname, search, hash }: Address,
  history: Pick<History, 'replaceState'>,
): CallbackResponse | null {
  const provider = callbackPath.exec(pathname)?.[1]
  if (!isProviderId(provider) || (search === '' && hash === '')) return null
  history.replaceState(null, '', pathname)
  if (search !== '') return { provider, params: readCallbackParams(search) }
  // Our server sends on what a provider posted, as a query in the fragment.
  return hash.startsWith('#?') ? { provider, params: readCallbackParams(hash.slice(1)) } : null
}

const calls = new WeakMap<CallbackResponse, Promise<CallbackView>>()

/** Redeems a response once: the code is single-use, so every caller shares the promise of the first call. */
export function completeOnce(
  response: CallbackResponse,
  call: (response: CallbackResponse) => Promise<CallbackView>,
): Promise<CallbackView> {
  const begun = calls.get(response) ?? call(response)
  calls.set(response, begun)
  return begun
}
