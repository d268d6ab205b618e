import { isProviderId } from '../../../providers/provider-id.ts'

/** The page with the sign-in methods of the user, and their second factors. */
export const securityPath = '/security'

export interface SecuritySearch {
  /** The id of a provider to connect. */
  readonly connect?: string
}

/** Keeps a possible provider id; other search parameters are ignored. */
export function parseSecuritySearch(search: Readonly<Record<string, unknown>>): SecuritySearch {
  const { connect } = search
  return isProviderId(connect) ? { connect } : {}
}
