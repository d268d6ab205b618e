import { Agent, request } from 'node:http'
import { onTestFinished } from 'vitest'

export interface HttpRequest {
  readonly method: string
  readonly path: string
  /** A list is sent as several headers of one name. */
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | Buffer
}

export interface HttpAnswer {
  readonly status: number
  readonly cookies: readonly string[]
  readonly text: string
}

export type Send = (message: HttpRequest) => Promise<HttpAnswer>

/**
 * Returns a function that sends requests over a few connections, with methods and headers that `fetch` refuses to send. Of
 * a stream it reads the first message.
 */
export function keepAliveClient(url: string): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  onTestFinished(() => agent.destroy())
  const send: Send = (message) =>
    new Promise((resolve, reject) => {
      const { method, path, headers = {}, body } = message
      const own = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
      const sent = request(url + path, { agent, method, headers: { ...headers, ...own } }, (response) => {
        const { statusCode: status = 0, headers: received } = response
        const chunks: Buffer[] = []
        const done = (): void => {
          resolve({ status, cookies: received['set-cookie'] ?? [], text: Buffer.concat(chunks).toString() })
        }
        const isStream = received['content-type']?.startsWith('text/event-stream') === true
        response.on('error', reject)
        response.on('end', done)
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          // The first event of a stream says that it is connected, the second is its first message or its refusal.
          if (!isStream || Buffer.concat(chunks).toString().split('\n\n').length <= 2) return
          done()
          sent.destroy()
        })
      })
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed the idle connection while this request was on its way: it was not read.
        if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(message))
        else reject(error)
      })
      sent.end(body)
    })
  return send
}

/** Returns status and reason of an answer; the reason is `null` without a refusal. A refused stream has both in an event. */
export function outcomeOf({ status, text }: HttpAnswer): readonly [status: number, reason: string | null] {
  const found = /"httpStatus":(\d+)/.exec(text)?.[1]
  return [found === undefined ? status : Number(found), /"reason":"(\w+)"/.exec(text)?.[1] ?? null]
}
