import type { Response } from 'express'

/** What the line of a request says of its calls. */
export interface RequestOutcome {
  /** The procedures that were called; only those that exist. */
  readonly procedures: Set<string>
  /** Why calls were refused: reasons of `refusals`, or errors of the OAuth endpoints. */
  readonly reasons: Set<string>
  /** What an OAuth endpoint answered, where the reason behind it is another. */
  oauthError: string | null
}

const key = 'outcome'

/** Returns the outcome of a request, to which its handlers add. */
export function outcomeOf(res: Response): RequestOutcome {
  const known = res.locals[key] as RequestOutcome | undefined
  if (known !== undefined) return known
  const outcome: RequestOutcome = { procedures: new Set(), reasons: new Set(), oauthError: null }
  res.locals[key] = outcome
  return outcome
}
