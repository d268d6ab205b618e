import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** No browser pipelines; a proxy in front sends one request at a time. */
const defaultDepth = 10

/**
 * Bounds how many requests of one connection wait for their answers. Node hands over all requests that came in one
 * piece at once, hundreds of them: a connection with more than `depth` is closed, and nothing is done for the rest.
 */
export function limitPipelining(handle: RequestListener, depth = defaultDepth): RequestListener {
  const outstanding = new WeakMap<Socket, number>()
  return (req, res) => {
    const { socket } = req
    if (socket.destroyed) return
    const count = (outstanding.get(socket) ?? 0) + 1
    if (count > depth) {
      socket.destroy()
      return
    }
    outstanding.set(socket, count)
    res.once('close', () => outstanding.set(socket, (outstanding.get(socket) ?? 1) - 1))
    handle(req, res)
  }
}
