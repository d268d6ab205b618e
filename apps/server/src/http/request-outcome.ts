import type { ServerResponse } from 'node:http'

/** What the line of a request says of its calls. */
export interface RequestOutcome {
  /** The procedures that were called; only those that exist. */
  readonly procedures: Set<string>
  /** Why calls were refused: reasons of `refusals`, or errors of the OAuth endpoints. */
  readonly reasons: Set<string>
  /** What an OAuth endpoint answered, where the reason behind it is another. */
  oauthError: string | null
}

const key = Symbol('outcome')

/** Returns the outcome of a request, to which its handlers add. */
export function outcomeOf(res: ServerResponse & { [key]?: RequestOutcome }): RequestOutcome {
  res[key] ??= { procedures: new Set(), reasons: new Set(), oauthError: null }
  return res[key]
}
