import { isProviderId } from '../../../providers/provider-id.ts'

/** The page with the user's sign-in methods. */
export const methodsPath = '/sign-in-methods'

export interface MethodsSearch {
  /** The id of a provider to connect. */
  readonly connect?: string
}

/** Keeps a possible provider id; other search parameters are ignored. */
export function parseMethodsSearch(search: Readonly<Record<string, unknown>>): MethodsSearch {
  const { connect } = search
  return isProviderId(connect) ? { connect } : {}
}
