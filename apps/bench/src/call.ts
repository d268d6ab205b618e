import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  /** What the procedure returned, as JSON; `null` for a refusal. */
  readonly data: unknown
  /** The error reason of a refusal. */
  readonly reason: string | null
  /** The session cookie that came with it. */
  readonly cookie: string | null
  /** When the last byte had been read, on the clock of `performance.now()`. */
  readonly at: number
}

export interface CallOptions {
  readonly cookie?: string
  /** Given: a mutation. */
  readonly input?: unknown
}

const agent = new Agent({ keepAlive: true })

/** Calls one procedure: a POST with an input, a GET without. */
export function call(url: string, procedure: string, { cookie, input }: CallOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/trpc/${procedure}`, {
      agent,
      method: input === undefined ? 'GET' : 'POST',
      headers: {
        ...(cookie === undefined ? {} : { Cookie: cookie }),
        ...(input === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const at = performance.now()
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
        const reason = textAt(body, 'error', 'data', 'reason')
        const cookieSet = response.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? null
        resolve({
          status: response.statusCode ?? 0,
          data: valueAt(body, 'result', 'data'),
          reason,
          cookie: cookieSet,
          at,
        })
      })
    })
    sent.end(input === undefined ? undefined : JSON.stringify(input))
  })
}

/** As {@link call}, for what must work. */
export async function callOk(url: string, procedure: string, options: CallOptions = {}): Promise<Answer> {
  const answer = await call(url, procedure, options)
  if (answer.status !== 200) throw new Error(`${procedure} was answered with ${answer.status} ${answer.reason}`)
  return answer
}

export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const key of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : null
  return found ?? null
}

export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : null
}
