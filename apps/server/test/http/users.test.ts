import { describe, expect, it } from 'vitest'
import { ada, type Answer, startTestServer } from '../support/test-server.ts'

const reasonOf = ({ body }: Answer): string => body.error?.data.reason ?? 'no refusal'

describe('renaming a user', () => {
  it('changes the name on every session, and is in the timeline', async () => {
    const server = await startTestServer()
    const [laptop, phone] = [server.visitor(), server.visitor()]
    await laptop.mutate('auth.signUp', ada)
    await phone.mutate('auth.signIn', { email: ada.email, password: ada.password })
    const renamed = await laptop.mutate('users.rename', { name: '  Ada  Lovelace ' })
    expect(renamed.body.result.data).toMatchObject({ email: ada.email, name: 'Ada  Lovelace' })
    expect((await phone.query('auth.me')).body.result.data.user.name).toBe('Ada  Lovelace')
    const { events } = (await phone.query('events.list')).body.result.data
    expect(events[0]).toMatchObject({
      type: 'user_renamed',
      category: 'account',
      current: false,
      details: { name: 'Ada  Lovelace' },
    })
  })

  it('is refused without a session, with an access token, and with a name that none can have', async () => {
    const server = await startTestServer()
    const laptop = server.visitor()
    await laptop.mutate('auth.signUp', ada)
    expect(reasonOf(await server.visitor().mutate('users.rename', { name: 'Eve' }))).toBe('NOT_SIGNED_IN')
    const credentials = { email: ada.email, password: ada.password, clientId: 'cli' }
    const { accessToken } = (await server.visitor().mutate('tokens.issue', credentials)).body.result.data
    const bearer = { Authorization: `Bearer ${accessToken}` }
    expect(reasonOf(await server.visitor().mutate('users.rename', { name: 'Eve' }, bearer))).toBe('COOKIE_REQUIRED')
    for (const name of ['', '   ', 'x'.repeat(81), 'a\u0007b', 7, null]) {
      expect(reasonOf(await laptop.mutate('users.rename', { name }))).toBe('INVALID_INPUT')
    }
    expect((await laptop.query('auth.me')).body.result.data.user.name).toBe(ada.name)
  })
})
