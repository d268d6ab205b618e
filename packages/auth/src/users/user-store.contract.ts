import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../auth.ts'
import { addUser, aSession, aUser, start } from '../testing.ts'

const ada = aUser('ada')
const bob = aUser('bob')

/** What every user store promises, whatever it is made of. */
export function describeUserStore(name: string, createStores: () => AuthStores): void {
  describe(`${name} user store`, () => {
    it('finds a user by canonical e-mail', async () => {
      const stores = createStores()
      const { users } = stores
      await addUser(stores, ada)
      expect(await users.findByEmail('ada@example.com')).toEqual(ada)
      expect(await users.findByEmail('bob@example.com')).toBeNull()
    })

    it('changes a role and ends that user’s sessions', async () => {
      const stores = createStores()
      const { users, sessions } = stores
      for (const user of [ada, bob]) {
        await addUser(stores, user)
        await sessions.insert(aSession(`${user.name}-1`, user))
      }
      expect(await users.changeRole({ user: ada, role: 'admin', now: start })).toMatchObject([{ id: 'ada-1' }])
      expect((await users.findByEmail(ada.email))?.role).toBe('admin')
      expect(await sessions.listLive(ada.id, start)).toEqual([])
      expect(await sessions.listLive(bob.id, start)).toHaveLength(1)
    })
  })
}
