import { randomUUID } from 'node:crypto'
import { databaseUser, testAdapter } from '@lucia-auth/adapter-test'
import type { DatabaseSession } from 'lucia'
import { expect, it } from 'vitest'
import { createSqliteStores } from '../../stores.sqlite.ts'
import { addUser, aSession, aUser, temporaryDatabase } from '../../testing.ts'
import type { User, UserId } from '../../users/user.ts'
import type { Session } from '../session.ts'
import type { TokenHash } from '../session-token.ts'
import { createLuciaAdapter, type LuciaMapping } from './lucia-adapter.ts'

/** The suite's own attributes, `country` and `username`, travel in the name columns of real rows. A public id is new each time. */
const mapping = {
  toSession: ({ id, userId, expiresAt, attributes }: DatabaseSession): Session =>
    aSession(randomUUID(), aUser('ada'), {
      userId: userId as UserId,
      tokenHash: id as TokenHash,
      name: (attributes as unknown as { country: string }).country,
      idleExpiresAt: expiresAt,
      expiresAt: new Date('2200-01-01'),
    }),
  sessionAttributes: (session: Session) => ({ country: session.name }),
  userAttributes: (user: User) => ({ username: user.name }),
}

it('passes the tests that Lucia has for adapters, on an SQLite file', async () => {
  const stores = createSqliteStores(temporaryDatabase())
  const { id, attributes } = databaseUser as unknown as { id: string; attributes: { username: string } }
  await addUser(stores, { ...aUser('lucia'), id: id as UserId, name: attributes.username })

  const adapter = createLuciaAdapter(stores.sessions, mapping as unknown as LuciaMapping, () => new Date())
  await expect(testAdapter(adapter)).resolves.toBeUndefined()
})
