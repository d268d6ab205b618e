import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type CallOutcome, findProcedure, type FoundProcedure, isFault, publicError } from '@latchkey/api'
import type { Auth } from '@latchkey/auth'
import { getHTTPStatusCode } from '@trpc/server/http'
import { TRPCError } from '@trpc/server'
import type { Log } from '../log/logger.ts'
import { authenticateRequest } from './authenticate.ts'
import { answerVary, maxBatchSize, retryAfterOf } from './call-answers.ts'
import { callContext } from './call-context.ts'
import type { CookieSettings } from './cookie-settings.ts'
import { answerError } from './error-handler.ts'
import type { PeerAddresses } from './peer-address.ts'
import { decodeBody, maxBodyBytes } from './read-body.ts'
import { isSameOrigin } from './refuse-cross-site.ts'
import { nameRequest } from './request-info.ts'
import type { RequestLog } from './request-log.ts'
import { outcomeOf } from './request-outcome.ts'
import { hasValidHead } from './require-valid-head.ts'
import { securityHeadersOfAnswers } from './security-headers.ts'
import { sendRefusal } from './send-refusal.ts'

const prefix = '/trpc/'

/** The headers that all answers have, as names and values in turn. */
const answerHeaders: readonly string[] = [
  ...securityHeadersOfAnswers().flat(),
  'Content-Type',
  'application/json',
  'Cache-Control',
  'no-store',
  'Vary',
  answerVary,
]

export interface AnswerCallsDependencies {
  readonly auth: Auth
  readonly cookies: CookieSettings
  /** The origin of the app's own pages. */
  readonly origin: string
  readonly peers: PeerAddresses
  readonly requestLog: RequestLog
  readonly log: Log
}

/** The calls of a request, in tRPC's wire format. */
interface Calls {
  readonly names: readonly string[]
  readonly procedures: readonly FoundProcedure[]
  readonly type: 'query' | 'mutation'
  readonly isBatch: boolean
  /** The JSON of the input of a query, or of a batch by index; `null` without one. */
  readonly input: string | null
}

/** A request on its way through. */
interface Exchange {
  readonly req: IncomingMessage & { ip?: string | undefined }
  readonly res: ServerResponse
  readonly calls: Calls
  readonly requestId: string
}

/**
 * Answers what nearly every request is: queries by GET, alone or batched, or one mutation by POST, well formed and answered
 * whole. All else goes to `otherwise`, the Express app, before anything has happened to it: streams, and what is refused
 * before a procedure runs. There tRPC's own adapter answers, which makes three objects of the fetch API and two streams for
 * each request. Both ways share their checks, and `test/http/answer-calls.test.ts` holds their answers equal.
 *
 * @see [The wire format](https://trpc.io/docs/rpc)
 */
export function answerCalls(deps: AnswerCallsDependencies, otherwise: RequestListener): RequestListener {
  const { origin, peers, requestLog, log } = deps
  return (req, res) => {
    const calls = readCalls(req)
    if (calls === null || !hasValidHead(req) || !isSameOrigin(req, origin)) return otherwise(req, res)
    const exchange: Exchange = { req, res, calls, requestId: requestLog.newRequestId() }
    const ip = peers.addressOf(req)
    exchange.req.ip = ip ?? undefined
    nameRequest(res, exchange.requestId)
    requestLog.start({ req, res, ip, requestId: exchange.requestId })
    answer(deps, exchange).catch((error: unknown) => answerError(log, res, error))
  }
}

/** Returns the calls of a request; `null` where the Express app has to see to it. */
function readCalls({ url = '', method, headers }: IncomingMessage): Calls | null {
  // Express refuses an address without a host, which HTTP/1.0 allows.
  if (!url.startsWith(prefix) || headers.host === undefined) return null
  const isQuery = method === 'GET'
  if (isQuery ? !hasNoBody(headers) : method !== 'POST' || !hasShortJson(headers)) return null
  // An answer that is streamed is asked for by these.
  if (headers['trpc-accept'] !== undefined || headers.accept?.includes('jsonl') === true) return null

  const end = url.indexOf('?')
  const path = end === -1 ? url.slice(prefix.length) : url.slice(prefix.length, end)
  const search = end === -1 ? null : new URLSearchParams(url.slice(end))
  if (search?.has('connectionParams') === true) return null
  const isBatch = search?.get('batch') === '1'
  const names = isBatch ? path.split(',', maxBatchSize + 1) : [path]
  if (names.length > maxBatchSize || (isBatch && !isQuery)) return null
  const type = isQuery ? 'query' : 'mutation'
  const procedures = names.flatMap((name) => findProcedure(name) ?? [])
  if (procedures.length < names.length || procedures.some((procedure) => procedure.type !== type)) return null
  return { names, procedures, type, isBatch, input: search?.get('input') ?? null }
}

function hasNoBody(headers: IncomingMessage['headers']): boolean {
  return (
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    headers['content-type'] === undefined
  )
}

function hasShortJson(headers: IncomingMessage['headers']): boolean {
  return (
    headers['content-type'] === 'application/json' &&
    headers['transfer-encoding'] === undefined &&
    headers['content-encoding'] === undefined &&
    headers.expect === undefined &&
    Number(headers['content-length'] ?? maxBodyBytes + 1) <= maxBodyBytes
  )
}

async function answer({ auth, cookies, log }: AnswerCallsDependencies, exchange: Exchange): Promise<void> {
  const { req, res, calls } = exchange
  let { input } = calls
  // The whole body before the caller is authenticated: see `readBody`.
  if (calls.type === 'mutation') {
    const body = await bodyOf(req)
    if (body === null) return sendRefusal(res, 'MALFORMED_REQUEST')
    input = decodeBody(body)
    if (input === null) return sendRefusal(res, 'MALFORMED_REQUEST', 'This request is not valid UTF-8.')
  }
  const credentials = { req, res, ip: req.ip ?? null, isStream: false }
  const found = await authenticateRequest(auth, cookies.sessionName, credentials)
  if (found === null) return
  // Before the calls: the client may go away during them, and the line of the request is written then.
  for (const name of calls.names) outcomeOf(res).procedures.add(name)
  const context = callContext({ auth, cookies }, { req, res, found, isSingleCall: calls.names.length === 1 })
  // Parsed once the first procedure asks for its own: those that refuse before do not.
  let inputs: Promise<Inputs> | null = null
  const inputOf = async (index: number): Promise<unknown> => (await (inputs ??= parseInputs(calls, input)))(index)
  const outcomes = await Promise.all(
    calls.procedures.map((procedure, index) => procedure.call(() => inputOf(index), context, index)),
  )
  send(exchange, log, outcomes)
}

/** Returns the input of the call with an index. */
type Inputs = (index: number) => unknown

/** @throws TRPCError `BAD_REQUEST` for what is no JSON, and for a batch without an object */
async function parseInputs({ isBatch }: Calls, text: string | null): Promise<Inputs> {
  // An empty parameter counts as none.
  if (text === null || text === '') return () => undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', cause })
  }
  if (!isBatch) return () => value
  if (!isRecord(value)) throw new TRPCError({ code: 'BAD_REQUEST' })
  const byIndex = value
  return (index) => byIndex[index]
}

function isRecord(value: unknown): value is Readonly<Record<number, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Sends the answer to all calls of a request. Faults are logged, and the reasons of refusals noted for its line. */
function send({ res, calls, requestId }: Exchange, log: Log, outcomes: readonly CallOutcome[]): void {
  const outcome = outcomeOf(res)
  const errors: TRPCError[] = []
  for (const [index, { error }] of outcomes.entries()) {
    if (error === null) continue
    errors.push(error)
    outcome.reasons.add(publicError(error).reason)
    if (!isFault(error)) continue
    const procedure = calls.names[index] ?? ''
    log.error({ err: error.cause ?? error, procedure, requestId }, 'procedure failed')
  }
  const bodies = outcomes.map(({ body }) => body)
  const answered = calls.isBatch ? bodies : (bodies[0] ?? bodies)
  // A text and not its bytes: Node sends that in one piece with the head.
  const text = JSON.stringify(answered)
  const length = String(Buffer.byteLength(text))
  const headers = [...answerHeaders, 'X-Request-Id', requestId, 'Content-Length', length]
  const wait = retryAfterOf(errors)
  if (wait > 0) headers.push('Retry-After', String(wait))
  res.writeHead(errors.length === 0 ? 200 : getHTTPStatusCode(answered), headers)
  res.end(text)
}

/** Resolves with the bytes of the body, which are as many as its head says; with `null` when the client goes away first. */
async function bodyOf(req: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of req) chunks.push(chunk as Buffer)
  } catch (error) {
    if (req.complete) throw error
    return null
  }
  return Buffer.concat(chunks)
}
