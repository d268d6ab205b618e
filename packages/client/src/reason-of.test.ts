import { TRPCClientError } from '@trpc/client'
import { expect, it } from 'vitest'
import { createClient } from './create-client.ts'
import { LatchkeyError } from './latchkey-error.ts'
import { reasonOf } from './reason-of.ts'

it('returns the reason of a LatchkeyError, also if a TRPCClientError wraps it', async () => {
  const broken = new LatchkeyError('TOKEN_FILE_BROKEN', 'There is something else in it.')
  expect(reasonOf(broken)).toBe('TOKEN_FILE_BROKEN')
  const client = createClient({
    url: 'https://id.example.com',
    clientId: 'phone',
    tokenStore: { read: () => Promise.reject(broken), write: async () => undefined },
  })
  const failed = await client.auth.me.query().catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(TRPCClientError)
  expect(failed).toHaveProperty('message', broken.message)
  expect(reasonOf(failed)).toBe('TOKEN_FILE_BROKEN')
})

it('returns null for every other error', () => {
  const wrapped = TRPCClientError.from(new TypeError('fetch failed'))
  for (const error of [wrapped, new Error('no'), 'no', null, undefined]) expect(reasonOf(error)).toBeNull()
})
