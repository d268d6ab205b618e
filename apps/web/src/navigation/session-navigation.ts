import type { AnyRouter } from '@tanstack/react-router'
import type { SessionNavigation } from '../session/session-monitor.ts'
import { endedPath } from './ended-all-state.ts'
import { exactPath } from './exact-path.ts'
import { parseReturnToSearch } from './return-path.ts'

/** The id of the route around all pages for signed-in users. */
const signedInRouteId = '/signed-in'

/** Returns what the session monitor needs of the router. */
export function createSessionNavigation(router: AnyRouter): SessionNavigation {
  return {
    // Not before the guard has succeeded: a user who was never let in goes to the sign-in page, and no session ended.
    isOnPrivatePage: () =>
      router.state.matches.some(({ routeId, status }) => routeId === signedInRouteId && status === 'success'),
    goToEnded: () => {
      const search = parseReturnToSearch({ returnTo: exactPath() })
      return router.navigate({ to: endedPath, search, replace: true })
    },
    recheck: () => router.invalidate(),
  }
}
