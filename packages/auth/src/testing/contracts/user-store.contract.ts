import { describe, expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { addUser, aUser } from '../fixtures.ts'
import { anEvent, eventsOf } from './recorded-events.ts'

const ada = aUser('ada')

/** What every user store promises. */
export function describeUserStore(name: string, createStores: () => Promise<AuthStores>): void {
  describe(`${name} user store`, () => {
    it('finds a user by id', async () => {
      const stores = await createStores()
      await addUser(stores, ada)
      expect(await stores.users.find(ada.id)).toEqual(ada)
      expect(await stores.users.find(aUser('bob').id)).toBeNull()
    })

    it('finds a user by canonical email', async () => {
      const stores = await createStores()
      await addUser(stores, ada)
      expect(await stores.users.findByEmail('ada@example.com')).toEqual(ada)
      expect(await stores.users.findByEmail('bob@example.com')).toBeNull()
    })

    it('stores the name of a user with its events, and of no other user', async () => {
      const stores = await createStores()
      await addUser(stores, ada)
      await addUser(stores, aUser('bob'))
      await stores.users.rename({ id: ada.id, name: 'Ada Lovelace' }, () => [anEvent(ada.id)])
      expect(await stores.users.findByEmail('ada@example.com')).toEqual({ ...ada, name: 'Ada Lovelace' })
      expect(await stores.users.findByEmail('bob@example.com')).toEqual(aUser('bob'))
      expect(await eventsOf(stores, ada.id)).toEqual(['event-1'])
      if (name === 'memory') return
      // The event has an id that is stored already.
      const again = stores.users.rename({ id: ada.id, name: 'Grace' }, () => [anEvent(ada.id)])
      await expect(again).rejects.toThrow(/unique/i)
      expect((await stores.users.findByEmail('ada@example.com'))?.name).toBe('Ada Lovelace')
    })
  })
}
