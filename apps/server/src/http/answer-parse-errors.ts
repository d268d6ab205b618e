import { IncomingMessage, type Server, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ErrorReason } from '@latchkey/schema'
import { setSecurityHeaders } from './security-headers.ts'
import { refusalBody } from './send-refusal.ts'

/** The status of what the parser or a timeout refuses; 400 where none is named. */
const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
}

/** For how long a peer may go on sending after its answer. */
const closeGraceMs = 1000

interface Connection {
  /** The answers that are not out yet, in the order of their requests. */
  readonly unanswered: Set<ServerResponse>
  /** The newest request, answered or not. */
  readonly latest: IncomingMessage
}

/**
 * Answers requests that Node's parser refuses and that no middleware sees: with the security headers that all answers have,
 * and never in the place of the answer to an earlier request, which is sent before the connection closes.
 */
export function answerParseErrors(server: Server): void {
  const connections = new WeakMap<Duplex, Connection>()
  server.on('request', (req, res) => {
    const { unanswered } = connections.get(req.socket) ?? { unanswered: new Set<ServerResponse>() }
    connections.set(req.socket, { unanswered: unanswered.add(res), latest: req })
    res.once('close', () => unanswered.delete(res))
  })

  const failed = new WeakSet<Duplex>()
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (failed.has(socket)) return
    failed.add(socket)
    if (!socket.writable || !(socket instanceof Socket)) {
      socket.destroy()
      return
    }
    const { unanswered = new Set<ServerResponse>(), latest } = connections.get(socket) ?? {}
    const lastWhole = [...unanswered].findLast(({ req }) => req.complete)
    if (lastWhole !== undefined) {
      lastWhole.once('close', () => socket.destroySoon())
      return
    }
    // Of a request that can't be read further, because its body is malformed or too slow.
    const [begun] = unanswered
    if (begun !== undefined) answer(begun, socket, error)
    else if (latest?.complete === false) socket.destroy()
    else answer(new ServerResponse(new IncomingMessage(socket)), socket, error)
  })
}

function answer(res: ServerResponse, socket: Socket, { code = '' }: NodeJS.ErrnoException): void {
  if (res.headersSent) {
    socket.destroy()
    return
  }
  const status = statuses[code] ?? 400
  const reason: ErrorReason = status === 413 ? 'PAYLOAD_TOO_LARGE' : 'MALFORMED_REQUEST'
  if (res.socket === null) res.assignSocket(socket)
  setSecurityHeaders(res)
  const body = JSON.stringify(refusalBody(reason, { status }))
  res.writeHead(status, {
    'Cache-Control': 'no-store',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  })
  // Closed at once, a connection whose peer is still sending is reset, and the peer may never read the answer.
  res.end(body, () => socket.end())
  const cut = setTimeout(() => socket.destroy(), closeGraceMs)
  socket.once('close', () => clearTimeout(cut))
}
