import type { Caller, SessionId } from '@latchkey/auth'
import type { Context } from '../context.ts'

/** For whom a view is made. */
export interface Viewer {
  /** The session that asks. */
  readonly sessionId: SessionId
  readonly placeOf: (ip: string | null) => string | null
}

export function viewerOf({ auth, caller }: Pick<Context, 'auth'> & { readonly caller: Caller }): Viewer {
  return { sessionId: caller.session.id, placeOf: (ip) => auth.places.placeOf(ip) }
}
