import type { ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { Durations } from '../durations.ts'
import type { FaultId } from './faults.ts'
import { tokenFaults } from './token-faults.ts'

export type TokenFault = (typeof tokenFaults)[number]['id']

export interface TokenFaultContext {
  /** The correct token response, which some faults delay, cut off or pad. */
  readonly tokens: object
  /** The error response of `token-error`. */
  readonly refusal: { readonly status: number; readonly body: object }
  /** The location that `token-redirect` sends. */
  readonly redirectTo: string
  readonly durations: Pick<Durations, 'slowResponseMs' | 'dripIntervalMs'>
}

const hugeBytes = 2_000_000
const json = { 'content-type': 'application/json' }

export function isTokenFault(fault: FaultId): fault is TokenFault {
  return tokenFaults.some(({ id }) => id === fault)
}

/** Sends a faulty token response. Timers end with the connection, so that no timer outlives it. */
export function sendTokenFault(
  response: ServerResponse,
  fault: TokenFault,
  { tokens, refusal, redirectTo, durations }: TokenFaultContext,
): void {
  const correct = JSON.stringify(tokens)
  switch (fault) {
    case 'token-slow':
      return sendLate(response, correct, durations.slowResponseMs)
    case 'token-500':
      response.writeHead(500, json).end('{"error":"server_error"}')
      return
    case 'token-html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title><p>Welcome.')
      return
    case 'token-garbage':
      response.writeHead(200, json).end(correct.slice(0, correct.length / 2))
      return
    case 'token-endless':
      response.writeHead(200, json)
      // The response ends when the client closes the connection; the callback receives that error.
      pipeline(Readable.from(endlessJson()), response, () => undefined)
      return
    case 'token-drip':
      return sendByteByByte(response, durations.dripIntervalMs)
    case 'token-huge':
      response.writeHead(200, json).end(JSON.stringify({ ...tokens, padding: 'x'.repeat(hugeBytes) }))
      return
    case 'token-redirect':
      response.writeHead(307, { location: redirectTo }).end()
      return
    case 'token-error':
      response.writeHead(refusal.status, json).end(JSON.stringify(refusal.body))
      return
  }
}

function sendLate(response: ServerResponse, body: string, delayMs: number): void {
  const timer = setTimeout(() => response.writeHead(200, json).end(body), delayMs)
  response.once('close', () => clearTimeout(timer))
}

function sendByteByByte(response: ServerResponse, intervalMs: number): void {
  response.writeHead(200, json)
  response.flushHeaders()
  const timer = setInterval(() => response.write(' '), intervalMs)
  response.once('close', () => clearInterval(timer))
}

function* endlessJson(): Generator<string> {
  yield '{"access_token":"'
  const more = 'x'.repeat(65_536)
  for (;;) yield more
}
