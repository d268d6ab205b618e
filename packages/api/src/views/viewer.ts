import type { Caller } from '@latchkey/auth'
import type { SessionId } from '@latchkey/schema'
import type { Context } from '../context.ts'

/** The caller that a view is made for. */
export interface Viewer {
  /** The calling session. */
  readonly sessionId: SessionId
  readonly placeOf: (ip: string | null) => string | null
}

export function viewerOf({ auth, caller }: Pick<Context, 'auth'> & { readonly caller: Caller }): Viewer {
  return { sessionId: caller.session.id, placeOf: (ip) => auth.geolocation.placeOf(ip) }
}
