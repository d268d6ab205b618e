import type { EndingView } from '@latchkey/schema'
import type { QueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import type { QueryUtils } from '../../../api/query-utils.ts'
import { trpc } from '../../../api/trpc.ts'

/** Keeps what this tab was told for the page that says it. Where it was told nothing, that page asks. */
export function noteEnding(queryClient: QueryClient, utils: QueryUtils, ending: EndingView | null): void {
  if (ending === null) queryClient.removeQueries({ queryKey: getQueryKey(trpc.sessions.ending) })
  else utils.sessions.ending.setData(undefined, ending)
}
