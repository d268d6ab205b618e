import type { UserId } from '@latchkey/schema'

/**
 * Tells session subscriptions that something about a user's sessions changed. It carries no more than the user: what is
 * true is read from the store. In one process it is an emitter; between processes it is a message broker.
 */
export interface SessionBus {
  /** Must not throw and must not wait. */
  publish(userId: UserId): void
  subscribe(subscriber: SessionSubscriber): void
}

export interface SessionSubscriber {
  readonly onChange: (userId: UserId) => void
  /** Messages may be missing: the sessions of any user may have changed. */
  readonly onGap: () => void
}

/** Returns a bus whose `publish` calls the subscribers of this process before it returns. */
export function createMemorySessionBus(): SessionBus {
  const subscribers: SessionSubscriber[] = []
  return {
    publish: (userId) => subscribers.forEach(({ onChange }) => onChange(userId)),
    subscribe: (subscriber) => void subscribers.push(subscriber),
  }
}
