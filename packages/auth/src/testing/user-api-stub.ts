import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the provider answers, by method and path: a status with no body, or a body with status 200. */
export type UserApiAnswers = Readonly<Record<string, unknown>>

export interface ReceivedRequest {
  /** Method and path, without the query. */
  readonly target: string
  readonly query: URLSearchParams
  readonly authorization: string | undefined
  readonly body: URLSearchParams
}

/** A provider of plain OAuth 2 on a port of its own, which answers what a test says. */
export interface UserApiStub {
  readonly origin: string
  readonly received: readonly ReceivedRequest[]
  stop(): void
}

export async function startUserApiStub(answers: UserApiAnswers): Promise<UserApiStub> {
  const received: ReceivedRequest[] = []
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
    const target = `${request.method} ${pathname}`
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = new URLSearchParams(Buffer.concat(chunks).toString())
    received.push({ target, query, authorization: request.headers.authorization, body })
    const answer = answers[target]
    if (typeof answer === 'number') response.writeHead(answer).end()
    else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer ?? null))
  }
  const server = createServer((request, response) => void respond(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
