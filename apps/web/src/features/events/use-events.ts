import type { EventCategory, EventListView } from '@latchkey/schema'
import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { trpc } from '../../api/trpc.ts'
import { useLocalNames } from '../../language/local-names.ts'
import { loadEntries } from './entries/load-entries.ts'

/** Returns the events page by page. tRPC's own hook also sends a direction, which is no input of the procedure. */
export function useEvents(category: EventCategory | undefined): UseInfiniteQueryResult<InfiniteData<EventListView>> {
  const { client } = trpc.useUtils()
  const select = useLocalNames()
  const filter = category === undefined ? {} : { category }
  return useInfiniteQuery({
    queryKey: getQueryKey(trpc.events.list, filter, 'infinite'),
    queryFn: ({ pageParam, signal }): Promise<EventListView> =>
      loadEntries(
        (cursor, limit) =>
          client.events.list.query({ ...filter, limit, ...(cursor !== null && { cursor }) }, { signal }),
        pageParam,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select,
    refetchOnMount: 'always',
  })
}
