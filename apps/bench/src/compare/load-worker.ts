import { connect } from 'node:net'
import { quantile } from '../quantile.ts'
import { requestBytes, type SentRequest } from './requests.ts'

/** What the worker is asked for, as JSON in its only argument. */
export interface LoadOptions {
  readonly port: number
  readonly requests: readonly SentRequest[]
  /** How many requests are under way at a time, each on a connection of its own. */
  readonly connections: number
  /** For how long they are sent, again and again; `null` sends each of them once. */
  readonly ms: number | null
  /** What the body of each answer has to have in it. */
  readonly expected?: string
  /** Milliseconds between an answer and the next request of its connection. */
  readonly pauseMs?: number
}

/** What it prints. */
export interface LoadResult {
  readonly answers: number
  /** Answers with another status than 200, or without what was expected. */
  readonly refused: number
  readonly ms: number
  /** Milliseconds from a request to its answer. */
  readonly p50: number
  readonly p99: number
}

const headEnd = Buffer.from('\r\n\r\n')
const lastChunk = Buffer.from('\r\n0\r\n\r\n')

/** Sends requests from a process of its own, so that its work is not counted as that of the server. */
const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const options = JSON.parse(Buffer.concat(chunks).toString()) as LoadOptions
const { port, requests, connections, ms, expected = '', pauseMs = 0 } = options
const prepared = requests.map(requestBytes)
const times: number[] = []
let refused = 0
let sent = 0
const startedAt = performance.now()
await Promise.all(Array.from({ length: connections }, keepSending))
console.log(
  JSON.stringify({
    answers: times.length,
    refused,
    ms: performance.now() - startedAt,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  } satisfies LoadResult),
)

/** Sends one request after the other over one connection until there are no more to send. */
function keepSending(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received: Buffer = Buffer.alloc(0)
    let sentAt = 0
    const send = (): void => {
      if (isOver()) {
        socket.destroy()
        resolve()
        return
      }
      sentAt = performance.now()
      socket.write(prepared[sent % prepared.length] ?? '')
      sent += 1
    }
    socket.setNoDelay(true)
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => (isOver() ? resolve() : reject(new Error('connection closed'))))
    socket.on('data', (bytes: Buffer) => {
      received = received.length === 0 ? bytes : Buffer.concat([received, bytes])
      if (!isWhole(received)) return
      times.push(performance.now() - sentAt)
      if (received.toString('latin1', 9, 12) !== '200' || !received.includes(expected)) refused += 1
      received = Buffer.alloc(0)
      if (pauseMs === 0) send()
      else setTimeout(send, pauseMs)
    })
  })
}

function isOver(): boolean {
  return ms === null ? sent >= prepared.length : performance.now() - startedAt >= ms
}

/** Whether the bytes are a whole answer; one request is under way at a time. */
function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf(headEnd)
  if (end === -1) return false
  const head = bytes.toString('latin1', 0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return bytes.length >= end + headEnd.length + Number(length)
  return bytes.subarray(-lastChunk.length).equals(lastChunk)
}
