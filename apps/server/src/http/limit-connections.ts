import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The share of the connections from which on those that wait for another request are closed. */
const idleShare = 3 / 4

/**
 * Bounds how many connections are open at once: one more is closed as soon as it is accepted. From three quarters of the
 * maximum on, each new connection closes the one that has been idle for longest, so that idle connections take no place from
 * those with a request.
 */
export function limitConnections(server: Server, max: number): void {
  const open = new Set<Socket>()
  const outstanding = new WeakMap<Socket, number>()
  /** Connections that have had an answer and wait for another request; the one that has waited for longest comes first. */
  const idle = new Set<Socket>()
  server.maxConnections = max
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => {
      open.delete(socket)
      idle.delete(socket)
    })
    const [oldest] = idle
    if (open.size > max * idleShare && oldest !== undefined) oldest.destroy()
  })
  server.on('request', ({ socket }, res) => {
    idle.delete(socket)
    outstanding.set(socket, (outstanding.get(socket) ?? 0) + 1)
    res.once('close', () => {
      const left = (outstanding.get(socket) ?? 1) - 1
      outstanding.set(socket, left)
      if (left === 0 && !socket.destroyed) idle.add(socket)
    })
  })
}
