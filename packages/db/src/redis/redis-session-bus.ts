import type { SessionBus, SessionSubscriber } from '@latchkey/auth'
import type { UserId } from '@latchkey/schema'
import type { Redis } from './open-redis.ts'

const channel = 'latchkey:sessions'

/** Returns a bus between all servers over one Redis. Where Redis is gone, a change is noticed at the next look at the rows. */
export function createRedisSessionBus(redis: Redis): SessionBus {
  const subscribers: SessionSubscriber[] = []
  const tell = (userId: UserId): void => subscribers.forEach(({ onChange }) => onChange(userId))
  redis.listen(channel, {
    onMessage: (userId) => tell(userId as UserId),
    onGap: () => subscribers.forEach(({ onGap }) => onGap()),
  })
  return {
    publish(userId) {
      // This server need not wait for its own message.
      tell(userId)
      redis.publish(channel, userId)
    },
    subscribe: (subscriber) => void subscribers.push(subscriber),
  }
}
