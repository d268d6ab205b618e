/** A request that is sent again and again. */
export interface SentRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: object
}

/** Returns the bytes of a request over HTTP/1.1. */
export function requestBytes({ method, path, headers, body }: SentRequest): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body)
  const described = body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': text.length }
  const all = { Host: '127.0.0.1', 'User-Agent': browser, Accept: '*/*', ...headers, ...described }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`)
}

/** As long as that of a browser. */
const browser =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36'
