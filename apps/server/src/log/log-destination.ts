import { write as writeToDescriptor } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { DestinationStream } from 'pino'

const defaultMaxPendingBytes = 1024 * 1024
const defaultRetryMs = 100
const defaultGatherMs = 10

/** Resolves with how many of the bytes were taken; rejects when none can be, as on a full disk or a full pipe. */
export type WriteBytes = (bytes: Buffer) => Promise<number>

export interface LogDestination extends DestinationStream {
  /** Resolves once every line is written, or after `timeoutMs` with lines still waiting. */
  readonly drained: (timeoutMs: number) => Promise<void>
}

export interface LogDestinationOptions {
  readonly write: WriteBytes
  /** Called once writing works again, with the number of lines that were dropped until then. */
  readonly onDropped: (lines: number) => void
  /** Lines that would wait beyond this are dropped. */
  readonly maxPendingBytes?: number
  /** Whether a line is kept for longer than others: up to twice as many bytes. */
  readonly isKept?: (line: string) => boolean
  /** From a failed write to the next attempt. */
  readonly retryMs?: number
  /** Between two writes at least: a write is a call of the system, and lines of this time are written together. */
  readonly gatherMs?: number
}

/**
 * Keeps lines in memory until they are written, up to a limit beyond which it drops and counts them. It never waits and
 * never throws: a log that can't be written, on a full disk or into a pipe that is not read, must not stop the service.
 */
export function createLogDestination({
  write,
  onDropped,
  maxPendingBytes = defaultMaxPendingBytes,
  isKept = () => false,
  retryMs = defaultRetryMs,
  gatherMs = defaultGatherMs,
}: LogDestinationOptions): LogDestination {
  /** What a write took only a part of, and the lines after it. */
  let rest: Buffer = Buffer.alloc(0)
  let lines: string[] = []
  let pendingBytes = 0
  let dropped = 0
  /** From the first line that is to be written until some time after the last. */
  let isBusy = false
  let stopGathering: (() => void) | null = null
  const waiting = new Set<() => void>()

  function add(line: string): void {
    const bytes = Buffer.byteLength(line)
    if (pendingBytes + bytes > (isKept(line) ? 2 * maxPendingBytes : maxPendingBytes)) {
      dropped += 1
      return
    }
    pendingBytes += bytes
    lines.push(line)
    if (isBusy) return
    isBusy = true
    writeNext()
  }

  function writeNext(): void {
    if (pendingBytes === 0) {
      isBusy = false
      return finish()
    }
    if (rest.length === 0) {
      rest = Buffer.from(lines.join(''))
      lines = []
    }
    void writeRest()
  }

  async function writeRest(): Promise<void> {
    try {
      const taken = await write(rest)
      rest = rest.subarray(taken)
      pendingBytes -= taken
    } catch {
      await wait(retryMs, undefined, { ref: false })
    }
    if (rest.length === 0 && waiting.size === 0) await gather()
    writeNext()
  }

  async function gather(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    stopGathering = resolve
    const timer = setTimeout(resolve, gatherMs)
    timer.unref()
    await promise
    clearTimeout(timer)
  }

  /** All is written. What says how many lines are missing is a line itself, and comes where they would have. */
  function finish(): void {
    if (dropped > 0) {
      const count = dropped
      dropped = 0
      onDropped(count)
    }
    if (pendingBytes > 0) return
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  async function drained(timeoutMs: number): Promise<void> {
    if (pendingBytes === 0 && dropped === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.add(resolve)
    stopGathering?.()
    await Promise.race([promise, wait(timeoutMs)])
  }

  return { write: add, drained }
}

/**
 * Writes to the standard output. Asking for its stream makes a pipe non-blocking: a write into a full one fails at once
 * instead of holding a thread, which the exit of the process would wait for.
 */
export function standardOutput(): WriteBytes {
  const { fd } = process.stdout
  const write = promisify(writeToDescriptor)
  return async (bytes) => (await write(fd, bytes)).bytesWritten
}
