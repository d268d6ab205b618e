import { hashKey, type QueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import type { QueryUtils } from '../api/query-utils.ts'
import { trpc } from '../api/trpc.ts'
import { forgetChallenge } from '../challenges/pending-challenge.ts'
import { rememberTypedEmail } from '../challenges/typed-email.ts'

/** Queries that hold no user's data: that no user is signed in, for the router's guards, and why the session ended. */
const kept: ReadonlySet<string> = new Set([
  hashKey(getQueryKey(trpc.auth.me, undefined, 'query')),
  hashKey(getQueryKey(trpc.sessions.ending, undefined, 'query')),
])

/** Removes all data of the user who was signed in: what is cached, and what this tab waits for a mail for. */
export function clearSessionData(queryClient: QueryClient, utils: Pick<QueryUtils, 'auth'>): void {
  queryClient.removeQueries({ predicate: ({ queryHash }) => !kept.has(queryHash) })
  queryClient.getMutationCache().clear()
  utils.auth.me.setData(undefined, null)
  forgetChallenge()
  rememberTypedEmail('')
}
