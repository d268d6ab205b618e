import { Socket } from 'node:net'

export interface RawAnswer {
  readonly status: number
  /** Everything that came: status line, headers, body. */
  readonly text: string
}

const ours = new WeakSet<Socket>()

/** Whether `sendRaw` opened it. */
export const isOurs = (socket: Socket | undefined): boolean => socket !== undefined && ours.has(socket)

export interface RawOptions {
  readonly method?: string
  readonly body?: string
  /** An address of this machine to connect from. */
  readonly localAddress?: string
}

/** Sends header lines byte for byte, as no client library would, and reads until the server hangs up. */
export function sendRaw(
  url: string,
  path: string,
  lines: readonly (string | Buffer)[],
  { method = 'GET', body = '', localAddress }: RawOptions = {},
): Promise<RawAnswer> {
  const head = [`${method} ${path} HTTP/1.1`, 'Host: x', 'Connection: close', ...lines]
  return exchange(
    url,
    (socket) => {
      for (const line of head) {
        socket.write(line)
        socket.write('\r\n')
      }
      socket.write(`\r\n${body}`)
    },
    localAddress,
  )
}

/** Sends bytes that need not be a request, and reads until the server hangs up. */
export function sendBytes(url: string, bytes: string): Promise<RawAnswer> {
  return exchange(url, (socket) => socket.write(bytes))
}

function exchange(url: string, send: (socket: Socket) => void, localAddress?: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const socket = new Socket()
  ours.add(socket)
  const received: Buffer[] = []
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => received.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const text = Buffer.concat(received).toString('latin1')
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text })
    })
    const target = { port: Number(port), host: hostname, ...(localAddress === undefined ? {} : { localAddress }) }
    socket.connect(target, () => send(socket))
  })
}
