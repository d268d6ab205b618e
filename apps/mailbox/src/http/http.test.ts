import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestMailbox } from '../../test/support/test-mailbox.ts'

let mailbox: TestMailbox
beforeAll(async () => {
  mailbox = await TestMailbox.start()
  await mailbox.send({ subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' })
})
afterAll(() => mailbox.close())

async function statusFor(host: string): Promise<number | undefined> {
  const sent = request(mailbox.url, { path: '/api/messages', headers: { host } }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

async function firstLineFor(head: string): Promise<string> {
  const socket = connect(Number(new URL(mailbox.url).port), '127.0.0.1')
  socket.write(head)
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return chunk.toString().split('\r\n')[0] ?? ''
}

describe('the Host header', () => {
  it.each(['localhost', 'localhost:3020', 'LOCALHOST', '127.0.0.1:80', '127.9.9.9', '[::1]:3020'])(
    '%s is answered',
    async (host) => {
      expect(await statusFor(host)).toBe(200)
    },
  )

  it.each([
    'mailbox.example',
    'localhost.example',
    '127.0.0.1.example:3020',
    '192.0.2.1',
    '0.0.0.0',
    '[::]',
    'a@localhost:x',
    'not a host',
  ])('%s is refused', async (host) => {
    expect(await statusFor(host)).toBe(403)
  })

  it('is refused where it is empty or left out', async () => {
    expect(await firstLineFor('GET /api/messages HTTP/1.1\r\nHost:\r\n\r\n')).toContain(' 403 ')
    expect(await firstLineFor('GET /api/messages HTTP/1.0\r\n\r\n')).toContain(' 403 ')
  })
})

it.each([
  '/',
  '/messages/1',
  '/messages/1/html',
  '/messages/1/text',
  '/messages/1/source',
  '/api/messages',
  '/nothing',
])('sends the headers of every response with %s', async (path) => {
  const { headers } = await mailbox.get(path)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('access-control-allow-origin')).toBeNull()
})

it('answers 405 for a method that an address does not have', async () => {
  const response = await fetch(`${mailbox.url}/api/messages`, { method: 'POST' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, DELETE'])
  expect((await fetch(`${mailbox.url}/api/messages`, { method: 'OPTIONS' })).status).toBe(405)
  expect((await fetch(mailbox.url, { method: 'HEAD' })).status).toBe(200)
})

it.each([
  '/nothing',
  '/messages',
  '/messages/',
  '/messages/99',
  '/messages/1/raw',
  '/messages/1/html/x',
  '/constructor',
])('answers 404 for %s', async (path) => {
  expect((await mailbox.get(path)).status).toBe(404)
})

it('lists the messages of a recipient, and deletes all', async () => {
  const other = await TestMailbox.start()
  await other.send({ to: 'ada@example.com', subject: 'First' })
  await other.send({ to: ['bob@example.com', 'Ada@Example.com'], subject: 'Second' })
  await other.send({ to: 'bob@example.com', subject: 'Third' })
  const subjects = async (to: string): Promise<readonly string[]> =>
    (await other.messages(to)).map(({ subject }) => subject)
  expect(await subjects('ada@example.com')).toEqual(['Second', 'First'])
  expect(await subjects('bob@example.com')).toEqual(['Third', 'Second'])
  expect(await subjects('eve@example.com')).toEqual([])
  await other.send({ to: 'ada+tag@example.com', subject: 'Fourth' })
  for (const to of ['ada+tag@example.com', 'ada%2Btag@example.com']) {
    const messages: unknown = await (await other.get(`/api/messages?to=${to}`)).json()
    expect(messages).toMatchObject([{ subject: 'Fourth' }])
  }
  expect((await fetch(`${other.url}/api/messages`, { method: 'DELETE' })).status).toBe(204)
  expect(await other.messages()).toEqual([])
  await other.close()
})
