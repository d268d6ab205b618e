import type { LinkView } from '@latchkey/schema'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { trpc } from '../../../api/trpc.ts'

/** Returns what a link is for. It is a mutation, so that the token stands in no address, and changes nothing: it may be repeated. */
export function useReadLink(token: string): UseQueryResult<LinkView> {
  const { client } = trpc.useUtils()
  return useQuery({
    queryKey: ['link', token],
    queryFn: () => client.auth.readLink.mutate({ token }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}
