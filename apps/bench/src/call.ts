import { Agent, request } from 'node:http'

export interface CallResult {
  readonly status: number
  /** What the procedure returned, as JSON; `null` for a refusal. */
  readonly data: unknown
  /** The error reason of a refusal. */
  readonly reason: string | null
  /** The session cookie that the response sets, as `name=value`. */
  readonly cookie: string | null
  /** When the last byte was read, on the clock of `performance.now()`, in milliseconds. */
  readonly at: number
}

export interface CallOptions {
  readonly cookie?: string
  /** The input of a mutation; absent for a query. */
  readonly input?: unknown
  /** The address that a trusted proxy would report. */
  readonly from?: string
  /** Instead of the one that all calls share, which keeps connections open. */
  readonly agent?: Agent
}

const sharedAgent = new Agent({ keepAlive: true })

/** Calls one procedure over HTTP: a POST with an input, a GET without. A refusal is a result too. */
export function call(
  url: string,
  procedure: string,
  { cookie, input, from, agent = sharedAgent }: CallOptions = {},
): Promise<CallResult> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/trpc/${procedure}`, {
      agent,
      method: input === undefined ? 'GET' : 'POST',
      headers: {
        ...(cookie === undefined ? {} : { Cookie: cookie }),
        ...(input === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(from === undefined ? {} : { 'X-Forwarded-For': from }),
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

/**
 * Calls one procedure that must succeed.
 * @throws {Error} for any status but 200
 */
export async function callOk(url: string, procedure: string, options: CallOptions = {}): Promise<CallResult> {
  const result = await call(url, procedure, options)
  if (result.status !== 200) throw new Error(`${procedure} was answered with ${result.status} ${result.reason}`)
  return result
}

/** Returns the value at a path of keys, or null where there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const key of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : null
  return found ?? null
}

/** Returns the string at a path of keys, or null where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : null
}
