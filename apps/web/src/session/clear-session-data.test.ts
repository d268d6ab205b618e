import { QueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { expect, it } from 'vitest'
import { createQueryUtils } from '../api/query-utils.ts'
import { createTrpcClient } from '../api/trpc-client.ts'
import { trpc } from '../api/trpc.ts'
import { keepChallenge, pendingChallenge } from '../challenges/pending-challenge.ts'
import { rememberTypedEmail, typedEmail } from '../challenges/typed-email.ts'
import { clearSessionData } from './clear-session-data.ts'

it('a tab forgets what it has of the user who was signed in', () => {
  const queryClient = new QueryClient()
  const listKey = getQueryKey(trpc.sessions.list, undefined, 'query')
  queryClient.setQueryData(listKey, { others: [] })
  rememberTypedEmail('ada@example.com')
  keepChallenge({
    id: 'c1',
    purpose: 'change_email',
    email: 'countess@example.com',
    expiresAt: '2026-11-20T11:10:00.000Z',
    resendAt: '2026-11-20T11:01:00.000Z',
    remember: false,
    returnTo: '/account',
  })
  clearSessionData(queryClient, createQueryUtils(createTrpcClient(), queryClient))
  expect(queryClient.getQueryData(listKey)).toBeUndefined()
  expect([pendingChallenge(), typedEmail()]).toEqual([null, ''])
})
