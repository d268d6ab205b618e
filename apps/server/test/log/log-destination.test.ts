import { describe, expect, it, vi } from 'vitest'
import { createLogDestination, type WriteBytes } from '../../src/log/log-destination.ts'
import { createServiceLogger } from '../../src/log/logger.ts'

/** An output that can be full, and that takes a few bytes at a time. */
function fillable(takes = Number.MAX_SAFE_INTEGER): {
  write: WriteBytes
  text: () => string
  setFull: (full: boolean) => void
} {
  const written: Buffer[] = []
  let isFull = false
  return {
    write: async (bytes) => {
      if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      const taken = bytes.subarray(0, takes)
      written.push(taken)
      return taken.length
    },
    text: () => Buffer.concat(written).toString(),
    setFull: (full) => {
      isFull = full
    },
  }
}

const timeoutMs = 30_000

describe('a log destination', () => {
  it('writes whole lines in their order when few bytes are taken at once', async () => {
    const file = fillable(3)
    const destination = createLogDestination({ write: file.write, onDropped: () => expect.unreachable() })
    for (const line of ['first\n', 'zwölf\n', 'third\n']) destination.write(line)
    await destination.drained(timeoutMs)
    expect(file.text()).toBe('first\nzwölf\nthird\n')
  })

  it('keeps the lines that fit while nothing can be written, and reports the dropped ones once', async () => {
    const file = fillable()
    file.setFull(true)
    const onDropped = vi.fn<(lines: number) => void>((lines) => destination.write(`dropped ${lines}\n`))
    const destination = createLogDestination({ write: file.write, onDropped, maxPendingBytes: 20, retryMs: 1 })
    for (let line = 0; line < 8; line += 1) destination.write(`line ${line}\n`)
    await destination.drained(20)
    expect([file.text(), onDropped.mock.calls]).toEqual(['', []])

    file.setFull(false)
    await destination.drained(timeoutMs)
    expect(file.text()).toBe('line 0\nline 1\ndropped 6\n')
    destination.write('line 8\n')
    await destination.drained(timeoutMs)
    expect(file.text()).toBe('line 0\nline 1\ndropped 6\nline 8\n')
    expect(onDropped.mock.calls).toEqual([[6]])
  })

  it('keeps the lines that matter for longer than others', async () => {
    const file = fillable()
    file.setFull(true)
    const destination = createLogDestination({
      write: file.write,
      onDropped: (lines) => destination.write(`dropped ${lines}\n`),
      maxPendingBytes: 20,
      isKept: (line) => line.startsWith('event'),
      retryMs: 1,
    })
    for (let line = 0; line < 4; line += 1) destination.write(`line ${line}\n`)
    for (let line = 0; line < 4; line += 1) destination.write(`event ${line}\n`)
    file.setFull(false)
    await destination.drained(timeoutMs)
    expect(file.text()).toBe('line 0\nline 1\nevent 0\nevent 1\nevent 2\ndropped 3\n')
  })

  it('is drained at once when nothing waits', async () => {
    const destination = createLogDestination({
      write: () => expect.unreachable(),
      onDropped: () => expect.unreachable(),
    })
    await expect(destination.drained(timeoutMs)).resolves.toBeUndefined()
  })
})

describe('the logger of the service', () => {
  it('says in a line how many lines were dropped', async () => {
    const file = fillable()
    const { log, drained } = createServiceLogger('info', file.write)
    const lines = 600
    const tall = Object.assign(new Error('tall'), { stack: '    at frame\n'.repeat(400) })
    file.setFull(true)
    log.info({ cause: 'kept' }, 'stopping')
    for (let line = 0; line < lines; line += 1) log.error({ err: tall }, 'request failed')
    file.setFull(false)
    await drained(timeoutMs)
    const logged = file
      .text()
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(logged[0]).toMatchObject({ cause: 'kept' })
    expect(logged.at(-1)).toMatchObject({
      level: 50,
      dropped: lines - (logged.length - 2),
      msg: 'log lines were dropped: they could not be written',
    })
  })
})
