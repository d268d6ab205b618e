import type { EventCategory, EventListView } from '@latchkey/schema'
import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { trpc } from '../../api/trpc.ts'

const limit = 30

/** Returns the events page by page. tRPC's own hook also sends a direction, which is no input of the procedure. */
export function useEvents(category: EventCategory | undefined): UseInfiniteQueryResult<InfiniteData<EventListView>> {
  const { client } = trpc.useUtils()
  const input = { limit, ...(category !== undefined && { category }) }
  return useInfiniteQuery({
    queryKey: getQueryKey(trpc.events.list, input, 'infinite'),
    queryFn: ({ pageParam: cursor, signal }): Promise<EventListView> =>
      client.events.list.query({ ...input, ...(cursor !== null && { cursor }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchOnMount: 'always',
  })
}
