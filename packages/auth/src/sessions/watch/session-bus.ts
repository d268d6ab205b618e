import type { UserId } from '../../users/user.ts'

/**
 * Tells whoever watches that something about a user's sessions changed. It carries no more than that: what is true
 * stands in the store. In one process it is an emitter; between processes it would be a message broker.
 */
export interface SessionBus {
  /** Must not throw and must not wait. */
  publish(userId: UserId): void
  subscribe(listener: (userId: UserId) => void): void
}

/** Reaches the listeners of this process, before `publish` returns. */
export function createMemorySessionBus(): SessionBus {
  const listeners: ((userId: UserId) => void)[] = []
  return {
    publish: (userId) => listeners.forEach((listener) => listener(userId)),
    subscribe: (listener) => void listeners.push(listener),
  }
}
