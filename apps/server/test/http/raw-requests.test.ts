import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { shareBuiltServer } from '../support/built-server.ts'
import { sendBytes } from '../support/raw-request.ts'
import { ada } from '../support/test-server.ts'

type RawRequest = readonly [name: string, request: string, ...statuses: number[]]

const host = 'Host: x\r\n'
const close = 'Connection: close\r\n'
const json = 'Content-Type: application/json\r\n'
const chunked = 'Transfer-Encoding: chunked\r\n'
const input = '{"email":"raw@example.com","password":"correct horse battery","name":"Raw"}'

const get = (target: string, headers = ''): string => `GET ${target} HTTP/1.1\r\n${host}${close}${headers}\r\n`
/** `auth.signOut` answers 401 to a caller without a cookie: the request was read to its end. */
const post = (headers: string, body: string, last = close): string =>
  `POST /trpc/auth.signOut HTTP/1.1\r\n${host}${last}${json}${headers}\r\n${body}`
const smuggled = `GET /readyz HTTP/1.1\r\n${host}A: b\r\n\r\n`

const framing: readonly RawRequest[] = [
  ['a length and chunks', post(`Content-Length: 2\r\n${chunked}`, '0\r\n\r\n'), 400],
  ['chunks and a length', post(`${chunked}Content-Length: 2\r\n`, '0\r\n\r\n'), 400],
  ['two different lengths', post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}'), 400],
  ['the same length twice', post('Content-Length: 2\r\nContent-Length: 2\r\n', '{}'), 400],
  ['a list of lengths', post('Content-Length: 2, 2\r\n', '{}'), 400],
  ['a length with a sign', post('Content-Length: +2\r\n', '{}'), 400],
  ['a negative length', post('Content-Length: -2\r\n', '{}'), 400],
  ['a hexadecimal length', post('Content-Length: 0x2\r\n', '{}'), 400],
  ['a length of 23 digits', post('Content-Length: 99999999999999999999999\r\n', '{}'), 400],
  ['a length of a petabyte', post('Content-Length: 1000000000000000\r\n', '{}'), 413],
  ['two headers for chunks', post(chunked.repeat(2), '2\r\n{}\r\n0\r\n\r\n'), 400],
  ['chunks in chunks', post('Transfer-Encoding: chunked, chunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), 400],
  ['an unknown coding', post('Transfer-Encoding: xchunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), 400],
  ['chunks that are not last', post('Transfer-Encoding: chunked, identity\r\n', '2\r\n{}\r\n0\r\n\r\n'), 400],
  ['a coding before chunks', post('Transfer-Encoding: gzip, chunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), 400],
  ['a vertical tab before the coding', post('Transfer-Encoding: \vchunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), 400],
  ['a tab before the coding', post('Transfer-Encoding:\tchunked\r\n', '2\r\n{}\r\n0\r\n\r\n'), 401],
  ['a folded coding', post('Transfer-Encoding:\r\n chunked\r\n', '0\r\n\r\n'), 400],
  ['chunks in HTTP/1.0', `POST /trpc/auth.signOut HTTP/1.0\r\n${host}${json}${chunked}\r\n2\r\n{}\r\n0\r\n\r\n`, 400],
  ['a chunk whose length is no number', post(chunked, 'zz\r\n{}\r\n0\r\n\r\n'), 400],
  ['a chunk length of 17 digits', post(chunked, 'FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n'), 400],
  ['a chunk that is longer than it says', post(chunked, '2\r\n{}X\r\n0\r\n\r\n'), 400],
  ['a chunk extension', post(chunked, '2;a=b\r\n{}\r\n0\r\n\r\n'), 401],
  ['a chunk extension with a bare line feed', post(chunked, '2;\n{}\r\n0\r\n\r\n'), 400],
  ['a chunk extension of 20 kB', post(chunked, `2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`), 413],
  [
    'trailers that would sign in',
    post(chunked, '2\r\n{}\r\n0\r\nHost: y\r\nCookie: latchkey=z\r\nAuthorization: Bearer z\r\n\r\n'),
    401,
  ],
  ['a length in the trailers', post(chunked, '2\r\n{}\r\n0\r\nContent-Length: 4\r\n\r\n'), 400],
  ['chunks on a GET', `${get('/trpc/auth.me', chunked)}2\r\n{}\r\n0\r\n\r\n`, 200],
  ['a body on a GET', `${get('/trpc/auth.me', 'Content-Length: 2\r\n')}{}`, 200],
  [
    'a request in the body of a GET, and one after it',
    `GET /healthz HTTP/1.1\r\n${host}Content-Length: ${smuggled.length}\r\n\r\n${smuggled}${get('/nowhere.js')}`,
    200,
    404,
  ],
  [
    'a request in the body of a POST, and one after it',
    `${post(`Content-Length: ${smuggled.length}\r\n`, smuggled, '')}${get('/nowhere.js')}`,
    401,
    404,
  ],
  [
    'a good body in chunks',
    `POST /trpc/auth.signUp HTTP/1.1\r\n${host}${close}${json}${chunked}\r\n${input.length.toString(16)}\r\n${input}\r\n0\r\n\r\n`,
    200,
  ],
  ['a request after one that asked to close', get('/healthz') + get('/nowhere.js'), 200],
  ['garbage after a request', `GET /nowhere.js HTTP/1.1\r\n${host}\r\nBAD\r\n\r\n`, 404],
]

const heads: readonly RawRequest[] = [
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['the first bytes of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['empty lines before it', `\r\n\r\n${get('/healthz')}`, 200],
  ['no Host header', `GET /healthz HTTP/1.1\r\n${close}\r\n`, 400],
  ['two Host headers', get('/healthz', 'Host: y\r\n'), 400],
  ['the same Host header twice', get('/healthz', host), 400],
  ['an empty Host header', `GET /healthz HTTP/1.1\r\nHost:\r\n${close}\r\n`, 400],
  ['a user in the Host header', `GET /trpc/auth.me HTTP/1.1\r\nHost: a@b\r\n${close}\r\n`, 400],
  ['a path in the Host header', `GET /healthz HTTP/1.1\r\nHost: a/b\r\n${close}\r\n`, 400],
  ['two names in the Host header', `GET /trpc/auth.me HTTP/1.1\r\nHost: a b\r\n${close}\r\n`, 400],
  ['a port that is no number in the Host header', `GET /healthz HTTP/1.1\r\nHost: a:b\r\n${close}\r\n`, 400],
  ['a broken IPv6 address in the Host header', `GET /healthz HTTP/1.1\r\nHost: [::\r\n${close}\r\n`, 400],
  ['an IPv6 address in the Host header', `GET /healthz HTTP/1.1\r\nHost: [::1]:3000\r\n${close}\r\n`, 200],
  ['HTTP/0.9', 'GET /healthz\r\n\r\n', 400],
  ['HTTP/1.0', 'GET /healthz HTTP/1.0\r\n\r\n', 200],
  ['HTTP/1.2', `GET /healthz HTTP/1.2\r\n${host}${close}\r\n`, 400],
  ['HTTP/2.0', `GET /healthz HTTP/2.0\r\n${host}${close}\r\n`, 400],
  ['HTTP/3.0', `GET /healthz HTTP/3.0\r\n${host}${close}\r\n`, 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['an unknown method', `BREW /healthz HTTP/1.1\r\n${host}\r\n`, 400],
  ['TRACE', `TRACE /healthz HTTP/1.1\r\n${host}${close}\r\n`, 405],
  ['OPTIONS *', `OPTIONS * HTTP/1.1\r\n${host}${close}\r\n`, 405],
  // Node closes the connection: nothing handles the event.
  ['CONNECT', `CONNECT x:80 HTTP/1.1\r\n${host}\r\n`],
  ['an upgrade to HTTP/2', get('/healthz', 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n'), 200],
  ['an upgrade to WebSocket', get('/trpc/auth.me', 'Upgrade: websocket\r\nSec-WebSocket-Key: x\r\n'), 200],
  ['Expect: 100-continue', post('Expect: 100-continue\r\nContent-Length: 2\r\n', '{}'), 100, 401],
  ['another expectation', post('Expect: tea\r\nContent-Length: 2\r\n', '{}'), 401],
  ['bare line feeds', `GET /healthz HTTP/1.1\nHost: x\nConnection: close\n\n`, 400],
  ['one bare line feed', `GET /healthz HTTP/1.1\r\nHost: x\n${close}\r\n`, 400],
  ['a bare carriage return', get('/healthz', 'A: b\rC: d\r\n'), 400],
  ['NUL in a header', get('/healthz', 'A: b\0c\r\n'), 400],
  ['a folded header', get('/healthz', 'A: b\r\n c: d\r\n'), 400],
  ['a space before the first header', `GET /healthz HTTP/1.1\r\n ${host}${close}\r\n`, 400],
  ['a space before a colon', get('/healthz', 'A : b\r\n'), 400],
  ['a header without a name', get('/healthz', ': b\r\n'), 400],
  ['a header of 16 kB', get('/healthz', `A: ${'a'.repeat(16_000)}\r\n`), 200],
  ['a header of 17 kB', get('/healthz', `A: ${'a'.repeat(17_000)}\r\n`), 431],
  ['10,000 cookies', get('/healthz', `Cookie: ${'c=1; '.repeat(10_000)}\r\n`), 431],
  ['2,000 headers', get('/healthz', 'a:b\r\n'.repeat(2000)), 200],
  ['a second Host after 2,000 headers', get('/healthz', `${'a:b\r\n'.repeat(2000)}${host}`), 400],
]

const targets: readonly RawRequest[] = [
  ['an absolute target', get('http://x/trpc/auth.me'), 200],
  ['an absolute target without a path', get('http://x'), 200],
  ['an absolute target of another scheme', get('ftp://x/healthz'), 400],
  ['an absolute target without a host', get('http:///healthz'), 400],
  ['an absolute target with a user', get('http://a@x/trpc/auth.me'), 400],
  ['an authority as its target', get('x:80'), 400],
  ['an asterisk as its target', get('*'), 400],
  ['a fragment in its target', get('/trpc/auth.me#x'), 400],
  ['NUL in its target', get('/trpc/auth.me\0'), 400],
  ['an encoded NUL in its target', get('/%00.js'), 404],
  ['an encoded NUL in a procedure', get('/trpc/auth.me%00'), 404],
  ['latin-1 in its target', get('/caf\xe9'), 400],
  ['latin-1 in its query', get('/trpc/auth.me?input=\xe9'), 400],
  ['encoded latin-1 in its target', get('/trpc/caf%e9'), 400],
  ['a broken encoding in its target', get('/trpc/%zz'), 400],
  ['a space in its target', get('/a b'), 400],
  ['backslashes in its target', get('\\trpc\\auth.me'), 400],
  ['a target of 8 kB', get(`/${'a'.repeat(8000)}`, 'Accept: text/css\r\n'), 404],
  ['a target of 20 kB', get(`/${'a'.repeat(20_000)}`), 431],
]

const requests = [...framing, ...heads, ...targets].map(
  ([name, request, ...statuses]) => [name, request, statuses] as const,
)

/** The statuses of the answers in a text, in their order. */
const statusesOf = (text: string): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))

/** The answers in a text that are final, each with its headers. */
const finalAnswersOf = (text: string): readonly string[] =>
  text.split(/(?=HTTP\/1\.1 \d{3} )/).filter((answer) => answer !== '' && !answer.startsWith('HTTP/1.1 100'))

const securityHeaders = [
  /^Content-Security-Policy: default-src 'none';.*frame-ancestors 'none'/m,
  /^X-Content-Type-Options: nosniff\r$/m,
  /^Strict-Transport-Security: max-age=31536000; includeSubDomains\r$/m,
  /^Referrer-Policy: no-referrer\r$/m,
  /^Cross-Origin-Opener-Policy: same-origin\r$/m,
  /^X-Frame-Options: DENY\r$/m,
]

describe('a request', () => {
  const server = shareBuiltServer()

  it.each(requests)('with %s gets its answers and no other', async (_, request, expected) => {
    const { text } = await sendBytes(server().url, request)
    expect(statusesOf(text)).toEqual(expected)
    for (const answer of finalAnswersOf(text)) {
      for (const header of securityHeaders) expect(answer).toMatch(header)
      expect(answer).not.toMatch(/^Access-Control-/im)
    }
    expect((await server().visitor().request('/healthz')).status).toBe(200)
  })

  it('that Node refuses gets a reason', async () => {
    const { text } = await sendBytes(server().url, 'hello\r\n\r\n')
    const [, body = ''] = text.split('\r\n\r\n')
    expect(JSON.parse(body).error.data).toEqual({
      code: 'BAD_REQUEST',
      httpStatus: 400,
      reason: 'MALFORMED_REQUEST',
      requestId: '',
    })
    expect(text).toMatch(/^Cache-Control: no-store\r$/m)
    expect(text).toMatch(/^Connection: close\r$/m)
  })

  it('on a connection that its peer has half closed gets its answer', async () => {
    const { hostname, port } = new URL(server().url)
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.end(`GET /trpc/auth.me HTTP/1.1\r\n${host}\r\n`)
    await new Promise((resolve) => socket.on('close', resolve))
    expect(statusesOf(text)).toEqual([200])
  })

  it('that ends in the middle is answered by 400 or by nothing', async () => {
    for (const part of ['GET /heal', `POST /trpc/auth.signUp HTTP/1.1\r\n${host}${json}Content-Length: 99\r\n\r\n{`]) {
      const { hostname, port } = new URL(server().url)
      const socket = connect(Number(port), hostname)
      let text = ''
      socket.on('data', (chunk) => (text += chunk.toString('latin1')))
      socket.on('error', () => undefined)
      socket.end(part)
      await new Promise((resolve) => socket.on('close', resolve))
      expect([[], [400]]).toContainEqual(statusesOf(text))
    }
    expect(await server().count('users')).toBe(1)
  })

  it('with our own cookies alone stays far below the size of a header that is refused', async () => {
    const visitor = server().visitor()
    await visitor.mutate('auth.signUp', ada)
    for (let times = 0; times < 5; times += 1) {
      await visitor.mutate('auth.signOut')
      expect((await visitor.mutate('auth.signIn', { email: ada.email, password: ada.password })).status).toBe(200)
    }
    expect(visitor.cookie?.length).toBeLessThan(2000)
  })
})
