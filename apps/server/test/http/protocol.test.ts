import { describe, expect, it } from 'vitest'
import { shareBuiltServer } from '../support/built-server.ts'
import { sendBytes } from '../support/raw-request.ts'

const json = 'Content-Type: application/json'
const input = '{"email":"ada@example.com","password":"correct horse battery","name":"Ada"}'

/** Requests that no HTTP library sends, byte for byte. */
const requests: readonly (readonly [name: string, request: string, status: number])[] = [
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['without a Host header', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['of another version', 'GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n', 400],
  ['of an unknown method', 'BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['with NUL in its path', 'GET /trpc/auth.me\0 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['with a path that is not percent-encoded', 'GET /trpc/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
  ['with a Host that is no host', 'GET /trpc/auth.me HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
  ['with a header that is too large', `GET /healthz HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['with a folded header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\r\n\r\n', 400],
  ['with a space before a colon', 'GET /healthz HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n', 400],
  [
    'with two lengths',
    `POST /trpc/auth.signUp HTTP/1.1\r\nHost: x\r\n${json}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    400,
  ],
  [
    'with a length and chunks',
    `POST /trpc/auth.signUp HTTP/1.1\r\nHost: x\r\n${json}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    'with a chunk whose length is no number',
    `POST /trpc/auth.signUp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    400,
  ],
  [
    'with a good body in chunks',
    `POST /trpc/auth.signUp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\n${input.length.toString(16)}\r\n${input}\r\n0\r\n\r\n`,
    200,
  ],
]

describe('a request', () => {
  const server = shareBuiltServer()

  it.each(requests)('%s gets its status, and the next connection is answered', async (_, request, status) => {
    expect((await sendBytes(server().url, request)).status).toBe(status)
    expect((await server().visitor().request('/healthz')).status).toBe(200)
  })
})
