import { expect, it } from 'vitest'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'

const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

it('ends the sessions of a user whose role changes, and none when the user has the role already', async () => {
  const { auth } = testAuth()
  const { token, user } = await auth.passwords.signUp(ada, { request, replaces: null })
  const changed = await auth.sessions.changeRole(user, 'admin')
  expect(changed).toMatchObject({ endedSessions: 1, user: { role: 'admin' } })
  expect(await auth.sessions.authenticate(token, null)).toBeNull()
  expect(await auth.sessions.changeRole(changed.user, 'admin')).toMatchObject({ endedSessions: 0 })
})
