import type { ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { BehaviourId } from './behaviours.ts'
import { tokenBehaviours } from './token-behaviours.ts'

export type TokenTrouble = (typeof tokenBehaviours)[number]['id']

export interface TroubleContext {
  /** The good answer, which some troubles send late, cut off or padded. */
  readonly answer: object
  readonly redirectTo: string
  readonly refusal: { readonly status: number; readonly body: object }
}

const slowMs = 30_000
const dripMs = 1_000
const hugeBytes = 2_000_000
const json = { 'content-type': 'application/json' }

export function isTokenTrouble(behaviour: BehaviourId): behaviour is TokenTrouble {
  return tokenBehaviours.some(({ id }) => id === behaviour)
}

/** Answers a token request badly. Timers end with the connection, so that nothing outlives it. */
export function answerBadly(response: ServerResponse, trouble: TokenTrouble, context: TroubleContext): void {
  const good = JSON.stringify(context.answer)
  switch (trouble) {
    case 'token-slow':
      return answerLate(response, good)
    case 'token-500':
      response.writeHead(500, json).end('{"error":"server_error"}')
      return
    case 'token-html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title><p>Welcome.')
      return
    case 'token-garbage':
      response.writeHead(200, json).end(good.slice(0, good.length / 2))
      return
    case 'token-endless':
      response.writeHead(200, json)
      // The callback takes the error of a client that hung up: that is how this ends.
      pipeline(Readable.from(endlessJson()), response, () => undefined)
      return
    case 'token-drip':
      return drip(response)
    case 'token-huge':
      response.writeHead(200, json).end(JSON.stringify({ ...context.answer, padding: 'x'.repeat(hugeBytes) }))
      return
    case 'token-redirect':
      response.writeHead(307, { location: context.redirectTo }).end()
      return
    case 'token-error':
      response.writeHead(context.refusal.status, json).end(JSON.stringify(context.refusal.body))
      return
  }
}

function answerLate(response: ServerResponse, answer: string): void {
  const timer = setTimeout(() => response.writeHead(200, json).end(answer), slowMs)
  response.once('close', () => clearTimeout(timer))
}

function drip(response: ServerResponse): void {
  response.writeHead(200, json)
  response.flushHeaders()
  const timer = setInterval(() => response.write(' '), dripMs)
  response.once('close', () => clearInterval(timer))
}

function* endlessJson(): Generator<string> {
  yield '{"access_token":"'
  const more = 'x'.repeat(65_536)
  for (;;) yield more
}
