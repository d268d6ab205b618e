import type { AppRouter } from '@latchkey/api'
import { TRPCClientError } from '@trpc/client'
import { createParser } from 'eventsource-parser'
import { second } from '../duration.ts'
import type { Fetch } from './fetch.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import type { Wait } from './wait.ts'

export interface BearerEventSourceOptions {
  /** Sends the token, and a newer one each time the stream is opened again. */
  readonly fetch: Fetch
  readonly wait: Wait
}

type Listener = (event: object) => void

/** Of JSON-RPC, which tRPC numbers its errors by. */
const badRequest = -32600
const firstPause = second
const longestPause = 30 * second

/**
 * As much of an `EventSource` as tRPC asks for, over `fetch`: so it sends headers, and says why it was refused.
 *
 * @see [HTML §9.2](https://html.spec.whatwg.org/multipage/server-sent-events.html)
 */
export class BearerEventSource {
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSED = 2
  readyState = 0
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #abort = new AbortController()

  constructor(url: string, options: BearerEventSourceOptions) {
    void this.#run(url, options)
  }

  addEventListener(type: string, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, listeners.add(listener))
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener)
  }

  close(): void {
    this.readyState = this.CLOSED
    this.#abort.abort()
  }

  /** Opens the stream again whenever it breaks, until it is closed or refused. */
  async #run(url: string, { fetch, wait }: BearerEventSourceOptions): Promise<void> {
    const { signal } = this.#abort
    let pause = firstPause
    while (!signal.aborted) {
      try {
        // oxlint-disable-next-line eslint/no-await-in-loop -- one stream after the other
        const answer = await fetch(url, { headers: { Accept: 'text/event-stream' }, cache: 'no-store', signal })
        // oxlint-disable-next-line eslint/no-await-in-loop
        const stream = await streamOf(answer)
        pause = firstPause
        // oxlint-disable-next-line eslint/no-await-in-loop
        await this.#listen(stream)
        throw new TRPCClientError('The stream broke off.')
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof TRPCClientError && isFinal(error)) return this.#refuse(error.shape)
        if (error instanceof LatchkeyError) return this.#refuse(shapeOf(error))
        this.readyState = this.CONNECTING
        this.#tell('error', error as Error)
      }
      // oxlint-disable-next-line eslint/no-await-in-loop
      await wait(pause, signal).catch(() => undefined)
      pause = Math.min(pause * 2, longestPause)
    }
  }

  async #listen(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    this.readyState = this.OPEN
    const parser = createParser({
      onEvent: ({ event = 'message', data }) => this.#tell(event, { data }),
    })
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      // oxlint-disable-next-line eslint/no-await-in-loop
      const { done, value } = await reader.read()
      if (done) return
      parser.feed(value)
    }
  }

  /** As the server says no in a stream that it has opened: what comes with `error` does not reach the caller whole. */
  #refuse(shape: unknown): void {
    this.#tell('serialized-error', { data: JSON.stringify(shape) })
    this.close()
  }

  #tell(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event)
  }
}

async function streamOf(answer: Response): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  if (!answer.ok) throw TRPCClientError.from((await answer.json()) as object)
  if (answer.body === null) throw new TypeError('This fetch does not stream.')
  return answer.body
}

/** What a store refuses, as the server would: tRPC asks again for other codes, and passes no cause on. */
function shapeOf({ message, reason }: LatchkeyError): object {
  return { message, code: badRequest, data: { reason } }
}

/** A refusal that asking again does not change. */
function isFinal({ data }: TRPCClientError<AppRouter>): boolean {
  return data !== null && data !== undefined && data.httpStatus < 500 && data.reason !== 'RATE_LIMITED'
}
