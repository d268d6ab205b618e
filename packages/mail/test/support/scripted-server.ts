import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What the server does at a step of a message. */
export type Step = 'answer' | 'cut' | 'silence'

export interface Script {
  readonly greeting?: Step
  readonly sender?: Step
  /** At the command DATA, before a byte of the message. */
  readonly data?: Step
  /** After the last byte of the message. */
  readonly end?: Step
}

export interface ScriptedServer {
  readonly port: number
  /** How many messages it read to their end. */
  readonly messages: () => number
}

const endOfMessage = '\r\n.\r\n'

/** Starts an SMTP server on the loopback interface that stops at a step, for the length of a test. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const sockets = new Set<Socket>()
  let messages = 0

  function act(socket: Socket, step: Step | undefined, answer: string): void {
    if (step === 'cut') socket.destroy()
    else if (step !== 'silence') socket.write(`${answer}\r\n`)
  }

  function serve(socket: Socket): void {
    let unread = ''
    let inMessage = false
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1')
      for (;;) {
        const end = unread.indexOf(inMessage ? endOfMessage : '\r\n')
        if (end === -1) return
        const line = unread.slice(0, end)
        unread = unread.slice(end + (inMessage ? endOfMessage.length : 2))
        if (inMessage) {
          messages += 1
          inMessage = false
          act(socket, script.end, '250 taken')
        } else if (line === 'DATA') {
          inMessage = true
          act(socket, script.data, '354 go on')
        } else {
          act(socket, line.startsWith('MAIL') ? script.sender : undefined, '250 ok')
        }
      }
    })
    act(socket, script.greeting, '220 ready')
  }

  const server = createServer(serve)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return { port: (server.address() as AddressInfo).port, messages: () => messages }
}
