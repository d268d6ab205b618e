import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const defaultTimeoutMs = 20_000
const checksPerTimeout = 4

/** How far a connection got with its writes, and when that last changed. */
interface Progress {
  readonly written: number
  readonly queued: number
  readonly since: number
}

/**
 * Destroys connections that hold bytes which their peer takes none of for `timeoutMs`: a peer that asks and never reads
 * would keep an answer in memory for as long as it likes. A slow peer that reads on is left alone, and so is a connection
 * that waits for its answer. One with a longer timeout of its own, like a stream, has that one.
 */
export function cutStalledConnections(server: Server, timeoutMs = defaultTimeoutMs): void {
  const connections = new Map<Socket, Progress>()
  server.on('connection', (socket) => {
    connections.set(socket, progressOf(socket))
    socket.once('close', () => connections.delete(socket))
  })
  const timer = setInterval(() => {
    for (const [socket, before] of connections) {
      const now = progressOf(socket)
      const stalled = socket.writableLength > 0 && now.written === before.written && now.queued === before.queued
      if (!stalled) connections.set(socket, now)
      else if (now.since - before.since >= Math.max(timeoutMs, socket.timeout ?? 0)) socket.destroy()
    }
  }, timeoutMs / checksPerTimeout)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}

function progressOf(socket: Socket): Progress {
  return {
    written: socket.bytesWritten - socket.writableLength,
    queued: queuedBytes(socket),
    since: performance.now(),
  }
}

/**
 * What the system has not taken yet of the write that is under way. Node shows it on the handle only, where its own
 * socket timeout looks too; without it a large write makes progress when it ends.
 */
function queuedBytes(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle')
  const queued: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'writeQueueSize') : 0
  return typeof queued === 'number' ? queued : 0
}
