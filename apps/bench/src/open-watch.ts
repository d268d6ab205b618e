import { get } from 'node:http'
import type { SessionWatchEvent } from '@latchkey/schema'

export interface LastEvent {
  readonly event: SessionWatchEvent
  /** When it was read, on the clock of `performance.now()`, in milliseconds. */
  readonly at: number
}

/** One open stream of `sessions.watch`. */
export interface Watch {
  /** The last event of an ended session. Rejects when the stream closes without one. */
  readonly lastEvent: Promise<LastEvent>
  /** When the stream closed, on the clock of `performance.now()`, in milliseconds. */
  readonly closed: Promise<number>
  readonly isOpen: () => boolean
}

/** Opens a stream of server-sent events on a connection of its own. Resolves at its first list of sessions. */
export function openWatch(url: string, cookie: string): Promise<Watch> {
  const opened = Promise.withResolvers<Watch>()
  const last = Promise.withResolvers<LastEvent>()
  const closed = Promise.withResolvers<number>()
  // A caller that does not wait for the last event must not cause an unhandled rejection.
  last.promise.catch(() => undefined)
  let isOpen = true

  const sent = get(`${url}/trpc/sessions.watch`, { agent: false, headers: { Cookie: cookie } }, (response) => {
    if (response.statusCode !== 200) opened.reject(new Error(`sessions.watch was answered with ${response.statusCode}`))
    let rest = ''
    response.on('data', (chunk: Buffer) => {
      const at = performance.now()
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const event of lines.map(eventOf)) {
        if (event?.type === 'sessions')
          opened.resolve({ lastEvent: last.promise, closed: closed.promise, isOpen: () => isOpen })
        else if (event !== null) last.resolve({ event, at })
      }
    })
    response.on('error', () => undefined)
    response.on('close', () => {
      isOpen = false
      closed.resolve(performance.now())
      last.reject(new Error('the stream closed without a last event'))
      opened.reject(new Error('the stream closed before its first list'))
    })
  })
  sent.on('error', opened.reject)
  return opened.promise
}

function eventOf(line: string): SessionWatchEvent | null {
  return line.startsWith('data: {"type":') ? (JSON.parse(line.slice('data: '.length)) as SessionWatchEvent) : null
}
