import { expect, it } from 'vitest'
import { minute } from '../core/duration.ts'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'

const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

it('describes a user by address, sessions, connected accounts and last sign-in', async () => {
  const { auth, clock } = testAuth()
  const laptop = await auth.passwords.signUp(ada, { request, replaces: null })
  clock.advance(minute)
  await auth.passwords.signIn(ada, { request, replaces: null })
  const lastSignInAt = clock.now()
  clock.advance(minute)
  await auth.passwords.stepUp(laptop, { password: ada.password }, request)
  expect(await auth.describeUser('ADA@example.com')).toEqual({
    user: laptop.user,
    sessions: 2,
    identities: [],
    totpSince: null,
    lastSignInAt,
  })
})

it('returns null for an address without a user, and for a text that is no address', async () => {
  const { auth } = testAuth()
  expect(await auth.describeUser('unknown@example.com')).toBeNull()
  expect(await auth.describeUser('not an address')).toBeNull()
})
