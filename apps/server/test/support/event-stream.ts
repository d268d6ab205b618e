import { onTestFinished } from 'vitest'
import type { Visitor } from './test-server.ts'

export interface StreamEvent {
  readonly event: string
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into data that has no type yet
  readonly data: any
}

/** An open `sessions.watch`: its answer, and its events one after the other. */
export interface OpenStream {
  readonly headers: Headers
  /** The next event but heartbeats; `null` once the stream is closed. */
  next(): Promise<StreamEvent | null>
  close(): void
}

/** Opens a stream like an `EventSource`; it is closed when the test ends. */
export async function openStream(visitor: Visitor, path = 'sessions.watch'): Promise<OpenStream> {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const cookie: Record<string, string> = visitor.cookie === null ? {} : { Cookie: visitor.cookie }
  const response = await fetch(`${visitor.url}/trpc/${path}`, {
    headers: { Accept: 'text/event-stream', ...cookie },
    signal: abort.signal,
  })
  const events = parse(response)
  return {
    headers: response.headers,
    next: async () => {
      const { value, done } = await events.next()
      return done === true ? null : value
    },
    close: () => abort.abort(),
  }
}

async function* parse(response: Response): AsyncGenerator<StreamEvent, void> {
  let pending = ''
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (pending + text).split('\n\n')
    pending = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = /^data: (.+)$/m.exec(block)?.[1]
      const event = /^event: (.+)$/m.exec(block)?.[1] ?? 'message'
      if (block.trim() === '' || event === 'ping') continue
      yield { event, data: data === undefined ? null : JSON.parse(data) }
    }
  }
}
