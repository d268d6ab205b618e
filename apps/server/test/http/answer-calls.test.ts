import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { drain, listen } from '../../src/http/serve.ts'
import { createLogger } from '../../src/log/logger.ts'
import { logEntries } from '../support/log-entries.ts'
import { procedures } from '../support/procedures.ts'
import { ada, quick, startTestServer, type TestServer } from '../support/test-server.ts'
import { validInputs } from '../support/valid-inputs.ts'

type Credentials = 'none' | 'cookie' | 'unknown cookie' | 'token' | 'unknown token' | 'cookie and token' | 'two cookies'

interface Sent {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PUT'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  readonly credentials?: Credentials
}

interface Answered {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

const origin = 'http://localhost:3000'
const json = { 'Content-Type': 'application/json' }

/** JSON texts that are no input of any procedure, or of few. */
const inputs = [
  '{}',
  '[]',
  'null',
  '"text"',
  '7',
  '{"nothing":1}',
  '{"id":7}',
  '{"email":"\\u0000"}',
  '{',
  '',
  '\uFEFF{}',
]

function query(name: string, input: string | null): Sent {
  return { method: 'GET', path: `/trpc/${name}${input === null ? '' : `?input=${encodeURIComponent(input)}`}` }
}

function mutation(name: string, body: string | Buffer, more: Partial<Sent> = {}): Sent {
  return { method: 'POST', path: `/trpc/${name}`, headers: json, body, ...more }
}

function callOf({ path, type }: (typeof procedures)[number], input: string): Sent {
  return type === 'mutation' ? mutation(path, input) : query(path, input)
}

const calls = procedures.filter(({ type }) => type !== 'subscription')

/** Every procedure with what it takes and with what it refuses, by every kind of caller. */
const ofProcedures = calls.flatMap((procedure) => {
  const valid = JSON.stringify(validInputs[procedure.path] ?? {})
  const callers: readonly Credentials[] = [
    'none',
    'unknown cookie',
    'token',
    'unknown token',
    'cookie and token',
    'two cookies',
  ]
  return [
    ...[valid, ...inputs].map((input): Sent => ({ ...callOf(procedure, input), credentials: 'cookie' })),
    ...callers.map((credentials): Sent => ({ ...callOf(procedure, valid), credentials })),
    // By the other method, and with a body where none belongs.
    query(procedure.path, valid),
    mutation(procedure.path, valid),
    { ...query(procedure.path, valid), headers: json },
  ]
})

const batches = [
  '/trpc/auth.me,oauth.providers?batch=1&input=%7B%7D',
  '/trpc/auth.me,sessions.list,events.list?batch=1&input=%7B%222%22%3A%7B%22limit%22%3A3%7D%7D',
  '/trpc/auth.me,events.list?batch=1&input=%7B%221%22%3A%7B%22limit%22%3A0%7D%7D',
  '/trpc/auth.me?batch=1',
  '/trpc/auth.me,auth.me?batch=1&input=',
  '/trpc/auth.me,events.list?batch=1&input=%5B%5D',
  '/trpc/auth.me,events.list?batch=1&input=%7B',
  '/trpc/auth.me,nope?batch=1&input=%7B%7D',
  '/trpc/auth.me,auth.signOut?batch=1&input=%7B%7D',
  '/trpc/auth.me%2Csessions.list?batch=1&input=%7B%7D',
  `/trpc/${Array.from({ length: 10 }, () => 'auth.me').join()}?batch=1&input=%7B%7D`,
  `/trpc/${Array.from({ length: 11 }, () => 'auth.me').join()}?batch=1&input=%7B%7D`,
  '/trpc/auth.me,sessions.list',
  '/trpc/auth.me?batch=2&input=%7B%7D',
  '/trpc/auth.me?batch=1&batch=2&input=%7B%7D&input=7',
  '/trpc/?batch=1',
  '/trpc/,?batch=1',
].flatMap((path): readonly Sent[] => [
  { method: 'GET', path, credentials: 'cookie' },
  { method: 'GET', path },
  { method: 'POST', path, headers: json, body: '{}', credentials: 'cookie' },
])

/** Heads that are not as usual, on a query and on a mutation. */
const heads = [
  { Accept: 'application/jsonl' },
  { 'trpc-accept': 'application/jsonl' },
  { 'trpc-accept': 'application/json' },
  { Origin: 'https://evil.example' },
  { Origin: origin },
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-origin' },
  { 'Sec-Fetch-Site': 'none' },
  { Referer: 'https://evil.example/page' },
  { Host: 'a b' },
  { Host: 'elsewhere.example:80' },
  { 'X-Forwarded-For': '203.0.113.9' },
  { 'X-Latchkey-Unattended': '1' },
  { Authorization: 'Basic YTpi' },
  { Authorization: 'Bearer' },
  { 'Content-Type': 'Application/JSON; charset=utf-8' },
  { 'Content-Type': 'multipart/form-data; boundary=x' },
  { 'Content-Type': 'text/plain' },
  { 'Content-Encoding': 'gzip' },
  { 'Transfer-Encoding': 'chunked' },
  { 'Transfer-Encoding': 'gzip, chunked' },
  { Expect: 'something' },
  { 'User-Agent': 'x'.repeat(600) },
].flatMap((headers): readonly Sent[] => [
  { ...query('auth.me', null), headers, credentials: 'cookie' },
  { ...query('events.list', '{"limit":2}'), headers },
  mutation('users.rename', '{"name":"Grace"}', { headers: { ...json, ...headers }, credentials: 'cookie' }),
])

const oddities: readonly Sent[] = [
  ...[
    '/trpc',
    '/trpc/',
    '/trpc/nope',
    '/trpc/auth',
    '/trpc/auth.me/',
    '/trpc/x/auth.me',
    '/trpc/auth%2Eme',
    '/trpc/%',
    '/TRPC/auth.me',
  ].map((path): Sent => ({ method: 'GET', path })),
  { method: 'HEAD', path: '/trpc/auth.me' },
  { method: 'PUT', path: '/trpc/auth.me' },
  { method: 'GET', path: '/trpc/auth.me?connectionParams=%7B%7D' },
  { method: 'GET', path: '/trpc/auth.me?input=%' },
  { method: 'GET', path: '/trpc/constructor' },
  { method: 'GET', path: '/trpc/__proto__' },
  mutation('auth.signIn', Buffer.from([0x7b, 0xff, 0x7d])),
  mutation('auth.signIn', 'x'.repeat(64 * 1024 + 1)),
  mutation('auth.signIn', JSON.stringify({ email: 'a@example.com', password: 'x'.repeat(60_000) })),
  mutation('auth.signIn', '['.repeat(30_000)),
]

/** Starts the same app twice over one database: as it listens, and without the way of its own for calls. */
async function bothWays(): Promise<{
  readonly server: TestServer
  readonly ports: readonly [short: number, express: number]
}> {
  const server = await startTestServer({
    env: { ATTEMPTS_PER_NETWORK: '1000000', TOKENS_BY_PASSWORD: 'on', PUBLIC_URL: origin },
  })
  const { auth, ping } = server.container
  const lines: string[] = []
  const log = createLogger('silent', { write: (line) => void lines.push(line) })
  const config = readConfig({ ...quick, PUBLIC_URL: origin }, '/')
  const express = await listen(createApp({ auth, config, log, ping, webFolder: server.webFolder }), {
    host: '127.0.0.1',
    port: 0,
  })
  onTestFinished(() => drain(express, 0))
  return { server, ports: [Number(new URL(server.url).port), (express.address() as AddressInfo).port] }
}

let users = 0

/** Returns a request with the address of the user of this turn, whom no request before was about. */
function ofUser(sent: Sent): Sent {
  return typeof sent.body === 'string' ? { ...sent, body: sent.body.replaceAll('ada@', `user${users}@`) } : sent
}

/** Signs a user up, and returns the credentials of a request. */
async function credentialsOf({ container }: TestServer, kind: Credentials): Promise<Readonly<Record<string, string>>> {
  if (kind === 'none') return {}
  if (kind === 'unknown cookie') return { Cookie: `latchkey=${'A'.repeat(43)}` }
  if (kind === 'unknown token') return { Authorization: 'Bearer abc.def.ghi' }
  const person = { ...ada, email: `user${users}@example.com` }
  const from = { ip: '127.0.0.1', userAgent: null, hints: null, requestId: 'sign-up' }
  const { token } = await container.auth.passwords.signUp(person, { request: from, replaces: null })
  const cookie = { Cookie: `latchkey=${token}` }
  if (kind === 'cookie') return cookie
  if (kind === 'two cookies') return { Cookie: `latchkey=${token}; latchkey=${token}` }
  const { accessToken } = await container.auth.tokens.issue({ ...person, clientId: 'script' }, from)
  return { ...(kind === 'token' ? {} : cookie), Authorization: `Bearer ${accessToken}` }
}

async function nextCredentials(server: TestServer, sent: Sent): Promise<Readonly<Record<string, string>>> {
  users += 1
  return credentialsOf(server, sent.credentials ?? 'none')
}

function send(
  port: number,
  { method, path, body }: Sent,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const pairs = response.rawHeaders.flatMap((name, index, all) =>
          index % 2 === 0 ? [`${name.toLowerCase()}: ${all[index + 1] ?? ''}`] : [],
        )
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: comparable(pairs), body: withoutChance(text) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The headers that say something: not how the bytes are sent, and not the nonce for pages. */
function comparable(headers: readonly string[]): readonly string[] {
  return headers
    .filter((header) => !/^(?:date|connection|keep-alive|transfer-encoding|content-length):/.test(header))
    .map((header) => header.replace(/ 'nonce-[^']+'/, '').replace(/: .*/, withoutChance))
    .toSorted()
}

/** Replaces what differs between two calls: ids, tokens, times and the numbers in addresses. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/g, 'JWT')
    .replaceAll(/[\w-]{8}-[\w-]{4}-[\w-]{4}-[\w-]{4}-[\w-]{12}/g, 'UUID')
    .replaceAll(/[\w-]{22,}/g, 'RANDOM')
    .replaceAll(/user\d+(@|%40)/g, 'user$1')
    .replaceAll(/latchkey-browser=[^;]+/g, 'latchkey-browser=MARKS')
    .replaceAll(/Max-Age=[1-9]\d+/g, 'Max-Age=N')
}

it('the short way answers every call as Express and tRPC’s adapter do', { timeout: 120_000 }, async () => {
  const { server, ports } = await bothWays()
  const all = [...ofProcedures, ...batches, ...heads, ...oddities]
  expect(all.length).toBeGreaterThan(700)
  for (const sent of all) {
    const answers: Answered[] = []
    let credentials = await nextCredentials(server, sent)
    for (const port of ports) {
      // What a mutation changes for one user, the other way must find unchanged for its own.
      if (sent.method === 'POST') credentials = await nextCredentials(server, sent)
      answers.push(await send(port, ofUser(sent), { ...sent.headers, ...credentials }))
    }
    expect({ sent, answer: answers[0] }).toEqual({ sent, answer: answers[1] })
    expect(answers[0]?.status).toBeLessThan(500)
  }
})

it('the short way takes the calls that it is for', async () => {
  const { server, ports } = await bothWays()
  const headers = await credentialsOf(server, 'cookie')
  const taken = await send(ports[0], query('auth.me', null), headers)
  const viaExpress = await send(ports[1], query('auth.me', null), headers)
  expect(taken).toEqual(viaExpress)
  // Only Express answers in pieces, as tRPC streams.
  const lengths = await Promise.all(
    ports.map(async (port) =>
      (await fetch(`http://127.0.0.1:${port}/trpc/auth.me`, { headers })).headers.get('content-length'),
    ),
  )
  expect(lengths).toEqual([expect.stringMatching(/^\d+$/), null])
})

it('a fault and an unavailable database are answered as by Express, and logged with their cause', async () => {
  const { server, ports } = await bothWays()
  const headers = await credentialsOf(server, 'cookie')
  await server.beside('ALTER TABLE users RENAME TO users_gone')
  const answers = await Promise.all(ports.map((port) => send(port, query('auth.me', null), headers)))
  expect(answers[0]?.status).toBe(500)
  expect(answers[0]).toEqual(answers[1])
  const failed = logEntries(server.log).filter(({ msg }) => msg === 'request failed')
  expect(failed).toHaveLength(1)
  expect(failed[0]).toMatchObject({
    level: 50,
    err: { message: expect.stringMatching(/no such table|does not exist/) },
  })
})

it('a request of HTTP/1.0 without a host is answered as by Express', async () => {
  const { ports } = await bothWays()
  const answers = await Promise.all(
    ports.map((port) => {
      const socket = connect(port, '127.0.0.1')
      socket.write('GET /trpc/auth.me HTTP/1.0\r\n\r\n')
      return textOf(socket)
    }),
  )
  const statuses = answers.map((answer) => answer.split('\r\n', 1)[0])
  expect(statuses[0]).toBe('HTTP/1.1 400 Bad Request')
  expect(statuses[0]).toBe(statuses[1])
})

it('a client that goes away during its body is refused and is no fault', async () => {
  const { server, ports } = await bothWays()
  const socket = connect(ports[0], '127.0.0.1')
  const head =
    'POST /trpc/auth.signIn HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10'
  socket.write(`${head}\r\n\r\n{"`, () => socket.resetAndDestroy())
  const lines = (): ReturnType<typeof logEntries> => logEntries(server.log).filter(({ msg }) => msg === 'request')
  await vi.waitFor(() => expect(lines()).toHaveLength(1))
  // By the answer to another request, the server has seen to this one.
  await send(ports[0], query('auth.me', null), {})
  expect(lines()[0]).toMatchObject({ level: 30, aborted: true })
  expect(logEntries(server.log).filter(({ level }) => Number(level) >= 50)).toEqual([])
})
