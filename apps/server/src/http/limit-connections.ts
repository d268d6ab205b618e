import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The share of the connections from which on those that wait for their peer are closed. */
const crowdedShare = 3 / 4
/** Milliseconds that a connection may wait for its peer until the last place is taken. */
const grace = 1000

/**
 * Bounds how many connections are open at once: one more is closed as soon as it is accepted. From three quarters of the
 * maximum on, each new connection closes one that waits for its peer: for a request, for the rest of its header or for the
 * rest of its body. It is the one that has waited for longest, of the address that has most of them, and it has waited for a
 * second unless there is no other place. So connections that ask for nothing take no place from those with a request, and a
 * peer that opens thousands takes it from itself.
 */
export function limitConnections(server: Server, max: number): void {
  const waiting = new WaitingConnections()
  const outstanding = new WeakMap<Socket, number>()
  let open = 0
  server.maxConnections = max
  server.on('connection', (socket) => {
    open += 1
    if (open > max * crowdedShare) waiting.longestOfMost(open < max ? grace : 0)?.destroy()
    waiting.add(socket)
    socket.once('close', () => {
      open -= 1
      waiting.delete(socket)
    })
  })
  server.on('request', (req, res) => {
    const { socket } = req
    if (req.complete) waiting.delete(socket)
    else req.once('end', () => waiting.delete(socket))
    outstanding.set(socket, (outstanding.get(socket) ?? 0) + 1)
    res.once('close', () => {
      const left = (outstanding.get(socket) ?? 1) - 1
      outstanding.set(socket, left)
      if (left === 0 && !socket.destroyed) waiting.addAgain(socket)
    })
  })
}

/** The connections that wait for their peer, by its address; of each, the one that has waited for longest comes first. */
class WaitingConnections {
  /** Since when each waits. */
  readonly #byAddress = new Map<string, Map<Socket, number>>()
  /** A closed socket has no address any more. */
  readonly #addresses = new WeakMap<Socket, string>()

  add(socket: Socket): void {
    const address = this.#addresses.get(socket) ?? socket.remoteAddress ?? ''
    this.#addresses.set(socket, address)
    const sockets = this.#byAddress.get(address) ?? new Map<Socket, number>()
    this.#byAddress.set(address, sockets.set(socket, performance.now()))
  }

  addAgain(socket: Socket): void {
    this.delete(socket)
    this.add(socket)
  }

  delete(socket: Socket): void {
    const address = this.#addresses.get(socket) ?? ''
    const sockets = this.#byAddress.get(address)
    sockets?.delete(socket)
    if (sockets?.size === 0) this.#byAddress.delete(address)
  }

  /** Returns the one that has waited for longest, of the address that has most, if it has waited for so many milliseconds. */
  longestOfMost(atLeast: number): Socket | undefined {
    let most: ReadonlyMap<Socket, number> = new Map()
    for (const sockets of this.#byAddress.values()) if (sockets.size > most.size) most = sockets
    const [longest] = most
    if (longest === undefined) return undefined
    const [socket, since] = longest
    return performance.now() - since >= atLeast ? socket : undefined
  }
}
