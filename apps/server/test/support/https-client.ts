import { once } from 'node:events'
import { request as httpsRequest } from 'node:https'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { connect, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import type { StartedProxy } from './deployment.ts'
import { exampleHost } from './reverse-proxies.ts'

export interface HttpsAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers that have no type yet
  readonly body: any
}

/** A browser that reaches a deployment over TLS from a loopback address of its own, with a cookie jar. */
export class HttpsClient {
  readonly #proxy: StartedProxy
  readonly #address: string
  readonly #cookies = new Map<string, string>()

  constructor(proxy: StartedProxy, address: string) {
    this.#proxy = proxy
    this.#address = address
  }

  query(path: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpsAnswer> {
    return this.#read('GET', `/trpc/${path}`, headers)
  }

  mutate(path: string, input: unknown, headers: Readonly<Record<string, string>> = {}): Promise<HttpsAnswer> {
    return this.#read(
      'POST',
      `/trpc/${path}`,
      { 'Content-Type': 'application/json', ...headers },
      JSON.stringify(input),
    )
  }

  get(path: string): Promise<HttpsAnswer> {
    return this.#read('GET', path, {})
  }

  /** Sends a request; resolves with the answer once its headers are there. */
  open(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<IncomingMessage> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        {
          ...this.#target(),
          method,
          path,
          localAddress: this.#address,
          agent: false,
          headers: {
            Host: `${exampleHost}:${this.#proxy.port}`,
            ...(cookie === '' ? {} : { Cookie: cookie }),
            ...headers,
          },
        },
        (answer) => {
          for (const set of answer.headers['set-cookie'] ?? []) {
            const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
            this.#cookies.set(name, value)
          }
          resolve(answer)
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  }

  /** Opens a TLS connection for bytes that need not be a request. */
  async connect(): Promise<TLSSocket> {
    const socket = connect({ ...this.#target(), ALPNProtocols: ['http/1.1'] })
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    await once(socket, 'secureConnect')
    return socket
  }

  #target() {
    const { port, certificate } = this.#proxy
    return { host: '127.0.0.1', port, servername: exampleHost, ca: certificate }
  }

  async #read(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<HttpsAnswer> {
    const answer = await this.open(method, path, headers, body)
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const isJson = answer.headers['content-type']?.includes('json') === true
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: isJson ? JSON.parse(text) : text }
  }
}
