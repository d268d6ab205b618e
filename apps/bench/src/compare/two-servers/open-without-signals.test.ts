import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openWithoutSignals } from './open-without-signals.ts'

async function openWay() {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const way = await openWithoutSignals(`postgres://127.0.0.1:${(server.address() as AddressInfo).port}/bench`)
  onTestFinished(() => {
    way.close()
    server.close()
  })
  return way
}

function say(url: string, application: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(`user\0postgres\0application_name\0${application}\0\0`)
  return socket
}

it('passes a connection of a server on', async () => {
  const way = await openWay()
  const [answer] = (await once(say(way.url, 'latchkey'), 'data')) as [Buffer]
  expect(answer.toString()).toContain('latchkey')
  expect(way.refused()).toBe(0)
})

it('breaks a connection for signals, and counts it', async () => {
  const way = await openWay()
  const socket = say(way.url, 'latchkey signals')
  await once(socket.resume(), 'close')
  expect(socket.bytesRead).toBe(0)
  expect(way.refused()).toBe(1)
})
