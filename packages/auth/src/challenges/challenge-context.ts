import type { RequestInfo } from '../core/request-info.ts'
import type { Caller } from '../sessions/caller.ts'
import type { ChallengeBrowser } from './challenge.ts'

/** The request that asks for a mail or confirms one. */
export interface ChallengeContext {
  readonly request: RequestInfo
  /** The secret that the browser has from the last mail that it asked for, if any. */
  readonly browser: ChallengeBrowser | null
  /** The signed-in user of the browser, if any. */
  readonly caller: Caller | null
}
