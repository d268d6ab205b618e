import { setTimeout } from 'node:timers/promises'
import type { Presence } from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'
import { type Redis, redisScript } from './open-redis.ts'

const keyOf = (userId: UserId): string => `latchkey:open:${userId}`

/** Members are `server session`, and their scores when they are over if the server says nothing more, by the clock of Redis. */
const now = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`
/** Values: server, life in milliseconds, sessions. */
const open = redisScript(`${now}
for i = 3, #ARGV do redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1] .. ' ' .. ARGV[i]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[2]) * 2)
return 0`)
/** Values: server, session. */
const close = redisScript(`return redis.call('ZREM', KEYS[1], ARGV[1] .. ' ' .. ARGV[2])`)
const find = redisScript(`${now} return redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf')`)

const defaultPace = { interval: 10_000, life: 30_000 } as const

export interface RedisPresenceOptions {
  /** Tells this server apart from the others. */
  readonly serverId: string
  /** Milliseconds between two times that this server says what is open, and after which it counts as gone without. */
  readonly pace?: { readonly interval: number; readonly life: number }
}

/** Returns the presence of one of the servers over a Redis. What it does not take now, it is told again at the next interval. */
export function startRedisPresence(
  redis: Redis,
  { serverId, pace = defaultPace }: RedisPresenceOptions,
): Presence & { readonly close: () => Promise<void> } {
  const stopping = new AbortController()
  const openHere = new Map<UserId, Set<SessionId>>()

  const tell = (userId: UserId, ids: Iterable<SessionId>): Promise<unknown> =>
    silently(redis.run(open, [keyOf(userId)], [serverId, String(pace.life), ...ids]))

  async function keepTelling(): Promise<void> {
    while (!stopping.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await setTimeout(pace.interval, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
      if (stopping.signal.aborted) return
      // oxlint-disable-next-line no-await-in-loop -- as above
      await Promise.all([...openHere].map(([userId, ids]) => tell(userId, ids)))
    }
  }

  const telling = keepTelling()
  return {
    opened({ id, userId }) {
      const ids = openHere.get(userId) ?? new Set()
      if (ids.has(id)) return
      openHere.set(userId, ids.add(id))
      void tell(userId, [id])
    },
    closed({ id, userId }) {
      const ids = openHere.get(userId)
      if (ids?.delete(id) !== true) return
      if (ids.size === 0) openHere.delete(userId)
      void silently(redis.run(close, [keyOf(userId)], [serverId, id]))
    },
    async findElsewhere(userId) {
      const members = (await silently(redis.run(find, [keyOf(userId)], []))) as readonly string[] | undefined
      const pairs = (members ?? []).map((member) => member.split(' '))
      return new Set(pairs.filter(([server]) => server !== serverId).map(([, id]) => id as SessionId))
    },
    async close() {
      stopping.abort()
      await telling
      const all = [...openHere].flatMap(([userId, ids]) => [...ids].map((id) => [userId, id] as const))
      await Promise.all(all.map(([userId, id]) => silently(redis.run(close, [keyOf(userId)], [serverId, id]))))
    },
  }
}

/** Returns what Redis answers; nothing where it does not. */
function silently(question: Promise<unknown>): Promise<unknown> {
  return question.catch(() => undefined)
}
