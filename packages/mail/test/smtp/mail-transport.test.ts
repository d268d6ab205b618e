import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { callbackify } from 'node:util'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { describe, expect, it } from 'vitest'
import { reply, startMailServer } from '../support/mail-server.ts'
import { startScriptedServer } from '../support/scripted-server.ts'
import { failureOf, message, testTransport } from '../support/test-transport.ts'

describe('a message', () => {
  it('arrives with its headers, text and HTML', async () => {
    const server = await startMailServer()
    await testTransport(server).send(message)
    const [mail] = server.received
    expect(mail?.recipients).toEqual(['ada@example.com'])
    expect(mail?.sender).toBe('no-reply@auth.example.com')
    expect(mail?.parsed).toMatchObject({
      subject: message.subject,
      messageId: '<mail-1@auth.example.com>',
      date: new Date('2026-12-01T14:05:00Z'),
      html: expect.stringContaining(message.html),
      text: expect.stringContaining(message.text),
      from: { value: [{ name: 'Latchkey, für alle', address: 'no-reply@auth.example.com' }] },
      to: { value: [{ name: '', address: 'ada@example.com' }] },
    })
    expect(mail?.parsed.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail?.parsed.attachments).toEqual([])
    expect([...(mail?.parsed.headers.keys() ?? [])]).not.toContain('x-mailer')
  })

  it('has no further header, whatever its subject says', async () => {
    const server = await startMailServer()
    await testTransport(server).send({ ...message, subject: 'Hello\r\nBcc: eve@example.com\r\n\r\nBody' })
    const [mail] = server.received
    expect(mail?.recipients).toEqual(['ada@example.com'])
    expect(mail?.parsed.bcc).toBeUndefined()
    expect(mail?.parsed.subject).toContain('Bcc: eve@example.com')
  })

  it('goes to the canonical form of its address', async () => {
    const server = await startMailServer()
    await testTransport(server).send({ ...message, to: ' Ada@EXAMPLE.com' })
    expect(server.received.map(({ recipients }) => recipients)).toEqual([['ada@example.com']])
  })

  it.each([
    'ada@example.com, eve@example.com',
    'ada@example.com,eve@example.com',
    'ada@example.com;eve@example.com',
    'ada@example.com eve@example.com',
    'Ada <ada@example.com>',
    '"ada@example.com" <eve@example.com>',
    '<ada@example.com>',
    'friends: ada@example.com, eve@example.com;',
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com>\r\nRCPT TO:<eve@example.com',
    'ada@example.com\0',
    '"ada@example.com,eve"@example.com',
    'ada@eve.example@example.com',
    'ada@[127.0.0.1]',
    'ada',
    '',
  ])('is not sent to %j, for good', async (to) => {
    const server = await startMailServer()
    const failure = await failureOf(testTransport(server).send({ ...message, to }))
    expect(failure).toMatchObject({ permanent: true, mayBeDelivered: false, code: 'INVALID_ADDRESS' })
    expect(server.connections()).toBe(0)
  })

  it.each(['', 'a b', 'a>\r\nBcc: eve@example.com', 'a@b', 'ä'])('may not have the id %j', async (id) => {
    const server = await startMailServer()
    await expect(testTransport(server).send({ ...message, id })).rejects.toThrow(TypeError)
    expect(server.connections()).toBe(0)
  })

  it('goes over the connection of the one before', async () => {
    const server = await startMailServer()
    const transport = testTransport(server)
    await transport.send(message)
    await transport.send({ ...message, id: 'mail-2' })
    expect(server.received).toHaveLength(2)
    expect(server.connections()).toBe(1)
  })

  it('goes over another connection when the server has closed the last', async () => {
    const server = await startMailServer()
    const transport = testTransport(server)
    await transport.send(message)
    server.cut()
    await transport.send({ ...message, id: 'mail-2' })
    expect(server.received.map(({ parsed }) => parsed.messageId)).toEqual([
      '<mail-1@auth.example.com>',
      '<mail-2@auth.example.com>',
    ])
  })

  it('does not stop others when it is refused', async () => {
    const server = await startMailServer({
      onRcptTo: ({ address }, _session, done) => done(address.startsWith('eve') ? reply(550, 'No such user') : null),
    })
    const transport = testTransport(server)
    const outcomes = await Promise.allSettled(
      ['eve@example.com', 'ada@example.com', 'bob@example.com'].map((to) => transport.send({ ...message, to })),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })
})

describe('a refused message', () => {
  it.each([550, 552, 553, 501])('fails for good when the recipient is refused with %i', async (code) => {
    const server = await startMailServer({ onRcptTo: (_address, _session, done) => done(reply(code, 'No')) })
    const failure = await failureOf(testTransport(server).send(message))
    expect(failure).toMatchObject({ permanent: true, mayBeDelivered: false, code: 'EENVELOPE' })
    expect(failure.response).toMatch(new RegExp(`^${code} `))
  })

  it.each([421, 450, 451, 452, 503, 530])('may be sent again when the recipient is refused with %i', async (code) => {
    const server = await startMailServer({ onRcptTo: (_address, _session, done) => done(reply(code, 'Later')) })
    const failure = await failureOf(testTransport(server).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false })
  })

  it.each([
    [554, true],
    [552, true],
    [451, false],
  ])('after its content with %i is permanent: %s, and was not delivered', async (code, permanent) => {
    const server = await startMailServer({
      onData: (stream, _session, done) => {
        stream.resume()
        stream.once('end', () => done(reply(code, 'Not taken')))
      },
    })
    const failure = await failureOf(testTransport(server).send(message))
    expect(failure).toMatchObject({ permanent, mayBeDelivered: false, code: 'EMESSAGE' })
  })

  it('may be sent again when the server refuses the sender, which is the same for all messages', async () => {
    const server = await startMailServer({ onMailFrom: (_address, _session, done) => done(reply(550, 'Not you')) })
    const failure = await failureOf(testTransport(server).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false })
  })

  it('tells what the server answered without the address', async () => {
    const server = await startMailServer({
      onRcptTo: ({ address }, _session, done) =>
        done(reply(550, `5.1.1 <${address}>: ${address.toUpperCase()} unknown; ${'x'.repeat(500)}`)),
    })
    const failure = await failureOf(testTransport(server).send(message))
    expect(failure.response).toContain('5.1.1 <…>: … unknown')
    expect(failure.response?.length).toBeLessThan(210)
    expect(JSON.stringify([failure.message, failure, failure.stack])).not.toMatch(/ada@example\.com/i)
  })
})

/** Returns a port of this machine at which no server listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('a connection', () => {
  it('that is refused fails for now', async () => {
    const { port } = await startScriptedServer({ greeting: 'cut' })
    const failure = await failureOf(testTransport({ port }).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false })
  })

  it('to a port where no server listens fails for now', async () => {
    const failure = await failureOf(testTransport({ port: await closedPort() }).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false, code: 'ECONNREFUSED', response: null })
  })

  it('whose server does not greet in time fails for now', async () => {
    const { port } = await startScriptedServer({ greeting: 'silence' })
    const failure = await failureOf(testTransport({ port }, { greeting: 50 }).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false, code: 'GREETING_TIMEOUT' })
  })

  it.each(['sender', 'data'] as const)(
    'that is cut at the step %s fails for now, and nothing arrived',
    async (step) => {
      const server = await startScriptedServer({ [step]: 'cut' })
      const failure = await failureOf(testTransport(server).send(message))
      expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false })
      expect(server.messages()).toBe(0)
    },
  )

  it('that is cut after the message leaves open whether it arrived, and the message is not repeated', async () => {
    const server = await startScriptedServer({ end: 'cut' })
    const failure = await failureOf(testTransport(server).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: true, response: null })
    expect(server.messages()).toBe(1)
  })

  it('that is silent after the message leaves open whether it arrived', async () => {
    const server = await startScriptedServer({ end: 'silence' })
    const failure = await failureOf(testTransport(server, { socket: 50 }).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: true, code: 'SOCKET_TIMEOUT' })
    expect(server.messages()).toBe(1)
  })

  it('that is silent before the message fails for now', async () => {
    const server = await startScriptedServer({ sender: 'silence' })
    const failure = await failureOf(testTransport(server, { socket: 50 }).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false, code: 'SOCKET_TIMEOUT' })
  })

  it.each([
    ['sender', false],
    ['end', true],
  ] as const)('that takes too long in all at the step %s is given up, delivered perhaps: %s', async (step, perhaps) => {
    const server = await startScriptedServer({ [step]: 'silence' })
    const failure = await failureOf(testTransport(server, { message: 100 }).send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: perhaps, code: 'EABORT' })
  })
})

describe('a closed transport', () => {
  it('has finished the message in progress', async () => {
    const atServer = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const server = await startMailServer({
      onData: callbackify(async (stream: SMTPServerDataStream, _session: SMTPServerSession) => {
        stream.resume()
        await once(stream, 'end')
        atServer.resolve()
        await released.promise
      }),
    })
    const transport = testTransport(server)
    const order: string[] = []
    const sending = transport.send(message).then(() => order.push('sent'))
    await atServer.promise
    const closing = transport.close().then(() => order.push('closed'))
    released.resolve()
    await Promise.all([sending, closing])
    expect(order).toEqual(['sent', 'closed'])
  })

  it('refuses messages, which may be sent later', async () => {
    const server = await startMailServer()
    const transport = testTransport(server)
    await transport.close()
    const failure = await failureOf(transport.send(message))
    expect(failure).toMatchObject({ permanent: false, mayBeDelivered: false })
    expect(server.connections()).toBe(0)
  })
})
