import { describe, expect, it } from 'vitest'
import { aRequest as request } from '../testing/fixtures.ts'
import { testAuth } from '../testing/test-auth.ts'

const credentials = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }

describe('renaming a user', () => {
  it('changes the name, and is an event of the session in which it was done', async () => {
    const { auth, events } = testAuth()
    const laptop = await auth.passwords.signUp(credentials, { request, replaces: null })
    expect(await auth.users.rename(laptop, 'Ada Lovelace', request)).toEqual({ ...laptop.user, name: 'Ada Lovelace' })
    expect((await auth.sessions.authenticate(laptop.token, request))?.user.name).toBe('Ada Lovelace')
    expect(events.at(-1)).toMatchObject({
      type: 'user_renamed',
      userId: laptop.user.id,
      sessionId: laptop.session.id,
      name: 'Ada Lovelace',
    })
  })

  it('is no change with the name that the user has, and is limited', async () => {
    const { auth, events } = testAuth({ limits: { userRename: { user: 2 } } })
    const laptop = await auth.passwords.signUp(credentials, { request, replaces: null })
    for (const name of ['Ada', 'Ada', 'Grace']) await auth.users.rename(laptop, name, request)
    await auth.users.rename(laptop, 'Zoe', request)
    await expect(auth.users.rename(laptop, 'Joan', request)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    expect(events.filter(({ type }) => type === 'user_renamed')).toHaveLength(2)
  })
})
