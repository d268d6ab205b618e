import { isProviderId } from '../../../providers/provider-id.ts'

/** The page with everything that someone can sign in with. */
export const methodsPath = '/sign-in-methods'

export interface MethodsSearch {
  /** The id of a provider that someone came to connect. */
  readonly connect?: string
}

/** Keeps what could be a provider; everything else in the address is ignored. */
export function parseMethodsSearch(search: Readonly<Record<string, unknown>>): MethodsSearch {
  const { connect } = search
  return isProviderId(connect) ? { connect } : {}
}
