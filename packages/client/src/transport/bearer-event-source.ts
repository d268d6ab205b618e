import type { AppRouter } from '@latchkey/api'
import { TRPCClientError } from '@trpc/client'
import { createParser } from 'eventsource-parser'
import { second } from '../duration.ts'
import { LatchkeyError } from '../latchkey-error.ts'
import type { Fetch } from './fetch.ts'
import type { Wait } from './wait.ts'

/** How a `BearerEventSource` sends its requests and waits between them. */
export interface BearerEventSourceOptions {
  /** Sends the access token, and a newer one each time the stream is opened again. */
  readonly fetch: Fetch
  readonly wait: Wait
}

type Listener = (event: object) => void

/** The code of JSON-RPC for an invalid request, by which tRPC numbers its errors. */
const badRequest = -32600
const firstPause = second
const longestPause = 30 * second

/**
 * The part of `EventSource` that tRPC uses, over `fetch`: a browser's own `EventSource` sends no `Authorization` header
 * and does not tell why it was refused.
 *
 * It opens the stream again after one second, then two, four, up to thirty, until it is closed or refused for good.
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

  /**
   * Opens the stream at once.
   *
   * @param url - of the subscription
   * @param options - how requests are sent
   */
  constructor(url: string, options: BearerEventSourceOptions) {
    void this.#run(url, options)
  }

  /**
   * Adds a listener.
   *
   * @param type - the name of an event of the stream, or `error` when the stream breaks
   * @param listener - called with an object whose `data` is the text of the event
   */
  addEventListener(type: string, listener: Listener): void {
    const listeners = this.#listeners.get(type) ?? new Set()
    this.#listeners.set(type, listeners.add(listener))
  }

  /**
   * Removes a listener.
   *
   * @param type - as it was added
   * @param listener - as it was added
   */
  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener)
  }

  /** Closes the stream for good. */
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
        const response = await fetch(url, { headers: { Accept: 'text/event-stream' }, cache: 'no-store', signal })
        // oxlint-disable-next-line eslint/no-await-in-loop
        const stream = await streamOf(response)
        pause = firstPause
        // oxlint-disable-next-line eslint/no-await-in-loop
        await this.#read(stream)
        throw new TRPCClientError('The stream broke off.')
      } catch (error) {
        if (signal.aborted) return
        if (error instanceof TRPCClientError && isFinal(error)) return this.#refuse(error.shape)
        if (error instanceof LatchkeyError) return this.#refuse(errorShape(error))
        this.readyState = this.CONNECTING
        this.#dispatch('error', error as Error)
      }
      // oxlint-disable-next-line eslint/no-await-in-loop
      await wait(pause, signal).catch(() => undefined)
      pause = Math.min(pause * 2, longestPause)
    }
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    this.readyState = this.OPEN
    const parser = createParser({
      onEvent: ({ event = 'message', data }) => this.#dispatch(event, { data }),
    })
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      // oxlint-disable-next-line eslint/no-await-in-loop
      const { done, value } = await reader.read()
      if (done) return
      parser.feed(value)
    }
  }

  /** Sends `serialized-error`, as the server does in an open stream: tRPC drops the data of an `error` event. */
  #refuse(shape: unknown): void {
    this.#dispatch('serialized-error', { data: JSON.stringify(shape) })
    this.close()
  }

  #dispatch(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event)
  }
}

async function streamOf(response: Response): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  if (!response.ok) throw TRPCClientError.from((await response.json()) as object)
  if (response.body === null) throw new TypeError('This fetch does not stream.')
  return response.body
}

/** An error of a token store in the shape of the server's: tRPC retries other codes, and passes no cause on. */
function errorShape({ message, reason }: LatchkeyError): object {
  return { message, code: badRequest, data: { reason } }
}

/** Whether a refusal stays the same when the stream is opened again. */
function isFinal({ data }: TRPCClientError<AppRouter>): boolean {
  return data !== null && data !== undefined && data.httpStatus < 500 && data.reason !== 'RATE_LIMITED'
}
