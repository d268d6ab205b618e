import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { addUser, aUser } from '../fixtures.ts'

const ada = aUser('ada')

/** What every user store promises. */
export function describeUserStore(name: string, createStores: () => Promise<AuthStores>): void {
  describe(`${name} user store`, () => {
    it('finds a user by canonical e-mail', async () => {
      const stores = await createStores()
      await addUser(stores, ada)
      expect(await stores.users.findByEmail('ada@example.com')).toEqual(ada)
      expect(await stores.users.findByEmail('bob@example.com')).toBeNull()
    })
  })
}
