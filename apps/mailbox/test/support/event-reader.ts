interface ServerEvent {
  /** The name of the event; `message` where it has none. */
  readonly type: string
  readonly id: string | null
  readonly data: unknown
}

/** Reads the events of a mailbox one after the other. */
export class EventReader {
  readonly #abort: AbortController
  readonly #events: AsyncIterator<ServerEvent>

  private constructor(response: Response, abort: AbortController) {
    this.#abort = abort
    this.#events = eventsOf(response)
  }

  /** Opens the stream. Events from then on are read, however late. */
  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventReader> {
    const abort = new AbortController()
    return new EventReader(await fetch(url, { headers, signal: abort.signal }), abort)
  }

  async next(): Promise<ServerEvent> {
    const { done, value } = await this.#events.next()
    if (done === true) throw new Error('The stream ended.')
    return value
  }

  close(): void {
    this.#abort.abort()
  }
}

async function* eventsOf(response: Response): AsyncGenerator<ServerEvent, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body ?? []) {
    const blocks = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string): string | null => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null
      const data = field('data')
      if (data !== null) yield { type: field('event') ?? 'message', id: field('id'), data: JSON.parse(data) }
    }
  }
}
