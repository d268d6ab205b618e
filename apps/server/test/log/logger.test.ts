import type { SecurityEvent } from '@latchkey/auth'
import type { SessionId, UserId } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { maxPathLength, maxTextLength } from '../../src/log/log-fields.ts'
import { createLogger, type Log } from '../../src/log/logger.ts'

function logAt(level: string): { log: Log; lines: string[]; entries: () => Record<string, unknown>[] } {
  const lines: string[] = []
  const log = createLogger(level, { write: (line) => void lines.push(line) })
  return { log, lines, entries: () => lines.map((line): Record<string, unknown> => JSON.parse(line)) }
}

const request = { ip: '203.0.113.7', userAgent: 'curl', hints: null, requestId: 'request-1' }
const signedOut: SecurityEvent = {
  type: 'signed_out',
  at: new Date('2100-01-01T00:00:00Z'),
  userId: 'user-ada' as UserId,
  sessionId: 'session-1' as SessionId,
  request,
}

describe('the level of the log', () => {
  it.each(['silent', 'fatal', 'error', 'warn', 'info', 'debug'])('%s leaves out no security event', (level) => {
    const { log, entries } = logAt(level)
    log.event(signedOut)
    log.info({ refused: { FORBIDDEN: 2 }, notLogged: {} }, 'refusals')
    log.info({ keyId: 'key', signsFrom: new Date(0) }, 'signing key replaced')
    log.error({ err: new Error('full'), events: ['signed_out'] }, 'events are not in the timeline')
    expect(entries().map(({ msg }) => msg)).toEqual([
      'signed_out',
      'refusals',
      'signing key replaced',
      'events are not in the timeline',
    ])
  })

  it('leaves out other lines below it', () => {
    const { log, entries } = logAt('error')
    log.info({ cause: 'SIGTERM' }, 'stopping')
    log.error({ err: new Error('disk'), job: 'flush' }, 'job failed')
    expect(entries().map(({ msg }) => msg)).toEqual(['job failed'])
  })
})

describe('a line', () => {
  it('has no field that its message does not list, whatever it is called', () => {
    const { log, lines } = logAt('info')
    const secrets = { refreshToken: 'canary', code: 'canary', codeVerifier: 'canary', body: { password: 'canary' } }
    log.info({ requestId: 'request-1', ...secrets }, 'request')
    log.event({ ...signedOut, token: 'canary', request: { ...request, cookie: 'canary' } } as SecurityEvent)
    expect(lines).toHaveLength(2)
    expect(lines.join('')).not.toContain('canary')
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      level: 30,
      time: expect.stringMatching(/Z$/),
      event: 'signed_out',
      at: '2100-01-01T00:00:00.000Z',
      userId: 'user-ada',
      sessionId: 'session-1',
      ip: '203.0.113.7',
      userAgent: 'curl',
      requestId: 'request-1',
      msg: 'signed_out',
    })
  })

  it.each([
    ['ESC', '\u001B[2J'],
    ['CR and LF', '\r\n{"level":30}'],
    ['U+2028 and U+2029', 'a\u2028b\u2029c'],
    ['NEL and DEL', '\u0085\u007F'],
    ['a character that reverses the text after it', '\u202Eexe.txt'],
    ['invisible characters', '\u200B\uFEFF\u{E0041}'],
    ['a lone surrogate', 'a\uD800'],
  ])('with %s is one line of JSON without that character', (_, text) => {
    const { log, lines, entries } = logAt('info')
    log.info({ cause: text }, 'stopping')
    log.event({ ...signedOut, request: { ...request, userAgent: text } })
    for (const line of lines) expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+\n$/u)
    expect(entries().map(({ cause, userAgent }) => cause ?? userAgent)).toEqual([text, text])
  })

  it('is bounded in length', () => {
    const { log, lines, entries } = logAt('info')
    const long = 'x'.repeat(100_000)
    const many = Array.from({ length: 1000 }, () => long)
    log.info({ requestId: long, path: long, procedure: long, reason: long }, 'request')
    log.info({ providers: many, clients: many }, 'configuration')
    log.event({ ...signedOut, request: { ...request, userAgent: long } })
    log.error({ err: Object.assign(new Error(long), { stack: `    at ${long}` }) }, 'request failed')
    expect(entries()[0]).toMatchObject({ path: 'x'.repeat(maxPathLength), reason: 'x'.repeat(maxTextLength) })
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(60_000)
  })
})

describe('an error', () => {
  const described = (err: unknown): unknown => {
    const { log, entries } = logAt('info')
    log.error({ err, requestId: 'request-1' }, 'request failed')
    return entries()[0]?.['err']
  }

  it('is logged with its type, message, code, stack and cause, and with no other field', () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND id.example'), {
      code: 'ENOTFOUND',
      hostname: 'canary',
    })
    const error = Object.assign(new TypeError('fetch failed', { cause }), {
      input: 'canary',
      request: { body: 'canary' },
    })
    expect(described(error)).toEqual({
      type: 'TypeError',
      message: 'fetch failed',
      stack: expect.stringMatching(/^ +at /),
      cause: {
        type: 'Error',
        code: 'ENOTFOUND',
        message: 'getaddrinfo ENOTFOUND id.example',
        stack: expect.stringMatching(/^ +at /),
      },
    })
    expect(JSON.stringify(described(error))).not.toContain('canary')
  })

  it.each([
    ['a body that is no JSON', () => JSON.parse('canary')],
    ['a longer body that is no JSON', () => JSON.parse('{"password":"canary canary canary canary", x}')],
    ['a header', () => new Headers({ Authorization: 'canary\0' })],
    ['an address', () => new URL('canary')],
    [
      'the query of an address',
      () => {
        throw new Error('no answer from https://id.example/token?code=canary')
      },
    ],
    [
      'bound values',
      () => {
        throw new Error('Failed query: select 1\nparams: canary')
      },
    ],
    ['an address that can’t be decoded', () => decodeURIComponent('%canary')],
  ])('does not quote %s', (_, fail) => {
    const error = (() => {
      try {
        return fail()
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(Error)
    expect(JSON.stringify(described(error))).not.toContain('canary')
  })

  it('that is no error is not written, except for its type', () => {
    expect(described('canary')).toEqual({ type: 'string', message: 'a value that is no error', stack: '' })
  })
})
