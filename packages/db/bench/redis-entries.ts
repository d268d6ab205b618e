import type { Session, TokenHash, User } from '@latchkey/auth'
import { createClient } from '@redis/client'

/** A live session as an entry has it. */
export interface Entry {
  readonly session: Session
  readonly user: User
}

const dates = ['createdAt', 'lastSeenAt', 'idleExpiresAt', 'expiresAt', 'stepUpUntil'] as const

/** Stores an entry unless there is a tombstone: as a whole, so that none comes between. */
const fill = `
if redis.call('GET', KEYS[1]) == 'ended' then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

export interface Entries {
  fill(hash: TokenHash, found: Entry | null, life: number): Promise<void>
  read(hash: TokenHash): Promise<string | null>
  /** Leaves a tombstone in the place of an entry. */
  bury(hash: TokenHash): Promise<void>
  close(): void
}

/** Connects to a Redis that has entries of sessions. */
export async function openEntries(url: string): Promise<Entries> {
  const client = createClient({ url })
  client.on('error', () => undefined)
  await client.connect()
  return {
    async fill(hash, found, life) {
      await client.eval(fill, { keys: [hash], arguments: [JSON.stringify(found), String(life)] })
    },
    read: (hash) => client.get(hash),
    async bury(hash) {
      await client.set(hash, 'ended', { expiration: { type: 'PX', value: 30_000 } })
    },
    close: () => client.destroy(),
  }
}

/** Returns the session of an entry, with its moments; `null` for none and for a tombstone. */
export function decodeEntry(text: string | null): Entry | null {
  if (text === null || text === 'ended') return null
  const { session, user } = JSON.parse(text) as Entry
  const moments = dates.map((name) => [name, session[name] === null ? null : new Date(session[name])] as const)
  return {
    session: { ...session, ...Object.fromEntries(moments) },
    user: { ...user, createdAt: new Date(user.createdAt) },
  }
}

export function answerOf(found: Entry | null): string {
  return found === null ? 'no such live session' : 'signed in'
}
