import type { CallbackView } from '@latchkey/schema'
import { isProviderId } from '../../providers/provider-id.ts'
import { type CallbackParams, readCallbackParams } from './callback-params.ts'

/** Someone who came back from a provider, and what they brought along. */
export interface Arrival {
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
 * Takes what a provider sent along out of the address bar and the history, where it would stay to be seen. Before there
 * is a router: it would parse the values, and write the address anew.
 *
 * @see [RFC 9700 §4.3](https://www.rfc-editor.org/rfc/rfc9700.html#section-4.3), leakage through browser history
 */
export function takeArrival(
  { pathname, search, hash }: Address,
  history: Pick<History, 'replaceState'>,
): Arrival | null {
  const provider = callbackPath.exec(pathname)?.[1]
  if (!isProviderId(provider) || (search === '' && hash === '')) return null
  history.replaceState(null, '', pathname)
  return search === '' ? null : { provider, params: readCallbackParams(search) }
}

const calls = new WeakMap<Arrival, Promise<CallbackView>>()

/** A code and its state count once: however often a page asks, there is one call. */
export function finishOnce(arrival: Arrival, call: (arrival: Arrival) => Promise<CallbackView>): Promise<CallbackView> {
  const begun = calls.get(arrival) ?? call(arrival)
  calls.set(arrival, begun)
  return begun
}
