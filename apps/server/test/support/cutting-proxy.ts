import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A proxy between a client and the server that can cut connections. */
export interface CuttingProxy {
  readonly url: string
  /** The path of every request, in their order. */
  readonly paths: readonly string[]
  /** How many requests were for a path. */
  readonly count: (path: string) => number
  /** Passes the next requests for a path to the server, and cuts the connection instead of passing the answer on. */
  readonly cutAnswers: (path: string, times: number) => void
  /** Cuts every connection, also in the middle of an answer. */
  readonly cutAll: () => void
}

/** Starts a proxy on a port of its own; it stops with the test. */
export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const paths: string[] = []
  const cuts = new Map<string, number>()
  const isCut = (path: string): boolean => {
    const left = cuts.get(path) ?? 0
    cuts.set(path, Math.max(0, left - 1))
    return left > 0
  }
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').split('?', 1)[0] ?? ''
    paths.push(path)
    passOn(target, incoming, outgoing, isCut(path))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    count: (path) => paths.filter((each) => each === path).length,
    cutAnswers: (path, times) => void cuts.set(path, times),
    cutAll: () => server.closeAllConnections(),
  }
}

function passOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse, isCut: boolean): void {
  const { method, headers, url } = incoming
  const onward = request(new URL(url ?? '', target), { method, headers, agent: false }, (answer) => {
    // The server has handled the request, and the client does not get the answer.
    if (isCut) {
      answer.resume()
      outgoing.destroy()
      return
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('close', () => onward.destroy())
  incoming.pipe(onward)
}
