import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createRequestListener } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { type Container, type ContainerOptions, createContainer } from '../../src/container.ts'
import { createLogger } from '../../src/log/logger.ts'
import { migrationsFolder } from '../../src/paths.ts'
import { drain, listen } from '../../src/http/serve.ts'
import { newTestDatabase, type TestDatabase } from './test-database.ts'

/** The origin of a server of these tests by its configuration, which names no port: the system chooses one. */
export const configuredOrigin = 'http://localhost:0'

/** Configures the least work that argon2 allows for a password, because these tests do not test its strength. */
export const quick = { PASSWORD_HASH_MEMORY_KIB: '8', PASSWORD_HASH_PASSES: '1', ATTEMPTS_PER_ACCOUNT: '1000' }

export interface TestServer extends TestDatabase {
  readonly url: string
  readonly container: Container
  readonly webFolder: string
  /** Every line that was logged. */
  readonly log: readonly string[]
  /** A client with an empty cookie jar. */
  visitor(headers?: Readonly<Record<string, string>>): Visitor
}

export interface TestServerOptions extends ContainerOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Puts a database file in place before the server opens it. */
  readonly prepare?: (file: string) => void
}

/** Starts the app on a port of its own over a database file of its own; both are removed with the test. */
export async function startTestServer({ env = {}, prepare, ...options }: TestServerOptions = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  const webFolder = join(folder, 'web')
  writeWebFolder(webFolder)
  const { drop, ...database } = await newTestDatabase(folder, prepare)
  const config = readConfig({ ...quick, ...database.databaseEnv, PORT: '0', ...env }, folder)
  const lines: string[] = []
  const log = createLogger(env['LOG_LEVEL'] ?? 'debug', { write: (line) => void lines.push(line) })
  const container = await createContainer(config, log, migrationsFolder, options)
  const { auth, ping, close } = container
  const server = await listen(createRequestListener({ auth, config, log, ping, webFolder }), config)
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`

  onTestFinished(async () => {
    auth.sessions.closeStreams()
    await drain(server, 0)
    await close()
    await drop()
    rmSync(folder, { recursive: true })
  })
  return {
    ...database,
    url,
    container,
    webFolder,
    log: lines,
    visitor: (headers = {}) => new Visitor(url, headers),
  }
}

/** A built web app of three files, one of them compressed. */
export function writeWebFolder(webFolder: string): void {
  mkdirSync(join(webFolder, 'assets'), { recursive: true })
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><meta nonce="__CSP_NONCE__"><title>Latchkey</title>')
  writeFileSync(join(webFolder, 'assets', 'app-1a2b3c.js'), 'export {}')
  writeFileSync(join(webFolder, 'assets', 'app-1a2b3c.js.br'), 'brotli')
  writeFileSync(join(webFolder, 'favicon.svg'), '<svg/>')
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The JSON of the answer, `null` for another body. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers that have no type yet
  readonly body: any
}

export interface RawBody {
  readonly encoding: string | undefined
  readonly type: string | undefined
  readonly bytes: string
}

interface PlainRequest extends Omit<RequestInit, 'headers'> {
  readonly headers?: Readonly<Record<string, string>>
}

/** An HTTP client with a cookie jar. */
export class Visitor {
  readonly url: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #cookies = new Map<string, string>()
  #raw: string | null = null

  constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.url = url
    this.#headers = headers
  }

  query(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.request(`/trpc/${path}`, { headers })
  }

  mutate(path: string, input?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.post(path, input === undefined ? '' : JSON.stringify(input), headers)
  }

  post(path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.request(`/trpc/${path}`, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      headers: { 'Content-Type': 'application/json', ...headers },
    })
  }

  async request(path: string, init: PlainRequest = {}): Promise<Answer> {
    const cookie: Record<string, string> = this.cookie === null ? {} : { Cookie: this.cookie }
    const response = await fetch(this.url + path, {
      ...init,
      headers: { ...cookie, ...this.#headers, ...init.headers },
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      this.#raw = null
      if (/Max-Age=0;/.test(`${set};`)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parseJson(text) }
  }

  /** Sends a mutation's headers, waits until the server asks for the body, and leaves sending that to `finish`. */
  async begin(path: string): Promise<{ finish: (body: string) => Promise<string> }> {
    const { hostname, port } = new URL(this.url)
    const socket = connect(Number(port), hostname)
    let received = ''
    socket.on('data', (chunk) => (received += chunk.toString()))
    const closed = new Promise((resolve) => socket.on('close', resolve))
    const head = [`POST /trpc/${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', 'Connection: close']
    const body = ['Content-Length: 2', 'Expect: 100-continue', `Cookie: ${this.cookie ?? ''}`]
    socket.write([...head, ...body, '', ''].join('\r\n'))
    await new Promise((resolve) => socket.once('data', resolve))
    return {
      finish: async (bytes) => {
        socket.write(bytes)
        await closed
        return received
      },
    }
  }

  /** An answer as it went over the wire, not decompressed. */
  rawBody(path: string, headers: Readonly<Record<string, string>>): Promise<RawBody> {
    return new Promise((resolve, reject) => {
      get(this.url + path, { headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const { 'content-encoding': encoding, 'content-type': type } = response.headers
          resolve({ encoding, type, bytes: Buffer.concat(chunks).toString() })
        })
      }).on('error', reject)
    })
  }

  /** The Cookie header. What is set here goes out as it is, until the server sets one. */
  get cookie(): string | null {
    if (this.#raw !== null || this.#cookies.size === 0) return this.#raw
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  set cookie(header: string | null) {
    this.#raw = header
    this.#cookies.clear()
    for (const pair of header?.split('; ') ?? []) {
      const [name = '', value = ''] = pair.split('=', 2)
      this.#cookies.set(name, value)
    }
  }

  cookieNamed(name: string): string | null {
    return this.#cookies.get(name) ?? null
  }

  setCookie(name: string, value: string): void {
    this.#raw = null
    this.#cookies.set(name, value)
  }

  /** The secret in the session cookie. */
  get token(): string {
    return this.cookieNamed('latchkey') ?? ''
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
