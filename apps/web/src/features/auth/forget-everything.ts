import type { QueryClient } from '@tanstack/react-query'
import type { QueryUtils } from '../../api/query-utils.ts'

/** Drops all that was fetched for whoever was signed in. `auth.me` stays, as "nobody", for the router's guards. */
export function forgetEverything(queryClient: QueryClient, utils: Pick<QueryUtils, 'auth'>): void {
  queryClient.clear()
  utils.auth.me.setData(undefined, null)
}
