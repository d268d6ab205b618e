import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What stands between a client and the server, and sometimes fails. */
export interface CuttingProxy {
  readonly url: string
  /** The path of every request that came through, in their order. */
  readonly paths: readonly string[]
  /** How many of them were for a path. */
  readonly count: (path: string) => number
  /** Lets the next requests for a path through to the server, and cuts the connection where the answer would come. */
  readonly cutAnswers: (path: string, times: number) => void
  /** Cuts every connection there is, also in the middle of an answer. */
  readonly cutAll: () => void
}

/** A real proxy on a port of its own; it goes with the test. */
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
    // The server has done what it was asked for. Nobody will hear of it.
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
