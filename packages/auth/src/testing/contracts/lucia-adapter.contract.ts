import { randomUUID } from 'node:crypto'
import type { UserId } from '@latchkey/schema'
import { databaseUser, testAdapter } from '@lucia-auth/adapter-test'
import type { DatabaseSession } from 'lucia'
import { expect, it } from 'vitest'
import type { AuthStores } from '../../auth-stores.ts'
import { createLuciaAdapter, type LuciaMapping } from '../../sessions/lucia/lucia-sessions.ts'
import type { Session, TokenHash } from '../../sessions/session.ts'
import type { User } from '../../users/user.ts'
import { addSession, addUser, aSession, aUser } from '../fixtures.ts'

/** Stores the suite's own attributes, `country` and `username`, in the name columns. A public id is new each time. */
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

/** What Lucia asks of its adapters, over the stores of an engine. */
export function describeLuciaAdapter(name: string, createStores: () => Promise<AuthStores>): void {
  it(`passes the tests that Lucia has for adapters, over the ${name} stores`, async () => {
    const stores = await createStores()
    const { id, attributes } = databaseUser as unknown as { id: string; attributes: { username: string } }
    await addUser(stores, { ...aUser('lucia'), id: id as UserId, name: attributes.username })

    const adapter = createLuciaAdapter(stores.sessions, {
      mapping: mapping as unknown as LuciaMapping,
      now: () => new Date(),
      setSession: (session) => addSession(stores, session),
    })
    await expect(testAdapter(adapter)).resolves.toBeUndefined()
  })
}
