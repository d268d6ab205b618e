import type { SessionHistoryView } from '@latchkey/schema'
import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { trpc } from '../../../api/trpc.ts'
import { useLocalNames } from '../../../language/local-names.ts'

const limit = 20

/** Returns ended sessions page by page. tRPC's own hook also sends a direction, which is no input of the procedure. */
export function useHistory(): UseInfiniteQueryResult<InfiniteData<SessionHistoryView>> {
  const { client } = trpc.useUtils()
  const select = useLocalNames()
  return useInfiniteQuery({
    queryKey: getQueryKey(trpc.sessions.history, { limit }, 'infinite'),
    queryFn: ({ pageParam: cursor, signal }): Promise<SessionHistoryView> =>
      client.sessions.history.query({ limit, ...(cursor !== null && { cursor }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select,
  })
}
