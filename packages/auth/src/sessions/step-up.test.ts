import { expect, it } from 'vitest'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'

const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

it('gives the calling session a new token at a step-up, and refuses the old one', async () => {
  const { auth } = testAuth()
  const caller = await auth.passwords.signUp(ada, { request, replaces: null })
  const { token } = await auth.passwords.stepUp(caller, { password: ada.password }, request)
  expect(await auth.sessions.authenticate(caller.token, request)).toBeNull()
  expect((await auth.sessions.authenticate(token, request))?.session.id).toBe(caller.session.id)
  await expect(auth.passwords.stepUp(caller, { password: ada.password }, request)).rejects.toMatchObject({
    code: 'SESSION_ENDED',
  })
})
