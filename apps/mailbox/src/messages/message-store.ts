import type { Message, NewMessage } from './message.ts'

const megabyte = 1024 * 1024

/** What the memory of a laptop holds without being noticed. */
export const storeLimits = { messages: 500, sourceBytes: 64 * megabyte } as const

/** Called after each change, with the message that was added; null when all were deleted. */
export type ChangeListener = (added: Message | null) => void

/** The newest messages, in memory. */
export class MessageStore {
  /** The newest first. */
  #messages: readonly Message[] = []
  #added = 0
  #revision = 0
  readonly #listeners = new Set<ChangeListener>()

  /** A number that each change makes another one. */
  get revision(): number {
    return this.#revision
  }

  /** Adds a message, and drops the oldest ones above the limits. */
  add(received: NewMessage): void {
    this.#added += 1
    const message = { id: String(this.#added), ...received }
    this.#change(withinLimits([message, ...this.#messages]), message)
  }

  /**
   * Returns the messages, the newest first.
   * @param recipient whose messages to return, in any case; null for all messages
   */
  list(recipient: string | null): readonly Message[] {
    if (recipient === null) return this.#messages
    const wanted = recipient.toLowerCase()
    return this.#messages.filter(({ to }) => to.some((address) => address.toLowerCase() === wanted))
  }

  find(id: string): Message | null {
    return this.#messages.find((message) => message.id === id) ?? null
  }

  deleteAll(): void {
    this.#change([], null)
  }

  /** Returns a function that ends the calls of the listener. */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #change(messages: readonly Message[], added: Message | null): void {
    this.#messages = messages
    this.#revision += 1
    for (const listener of this.#listeners) listener(added)
  }
}

/** Returns the first messages of a list that the limits leave room for. */
function withinLimits(messages: readonly Message[]): readonly Message[] {
  let bytes = 0
  const tooMany = messages.findIndex(({ source }, index) => {
    bytes += source.length
    return index >= storeLimits.messages || bytes > storeLimits.sourceBytes
  })
  return tooMany === -1 ? messages : messages.slice(0, tooMany)
}
