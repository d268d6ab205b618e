import { describe, expect, it } from 'vitest'
import { shareBuiltServer } from '../support/built-server.ts'
import { type Procedure, procedurePaths, procedures } from '../support/procedures.ts'
import { ada, type Answer, startTestServer, type Visitor } from '../support/test-server.ts'
import { validInputs } from '../support/valid-inputs.ts'

const megabyte = 'a'.repeat(1_000_000)

/** Input that no procedure takes. */
const nonsense: readonly (readonly [name: string, input: unknown])[] = [
  ['a number', 7],
  ['a string', 'input'],
  ['true', true],
  ['an array', [ada]],
  ['an unknown key', { ...ada, role: 'admin' }],
  ['numbers for strings', { email: 1, password: 2, name: 3, id: 4, currentPassword: 5, newPassword: 6 }],
  ['arrays for strings', { email: [ada.email], password: [ada.password], name: ['Ada'], id: ['x'] }],
  ['objects for strings', { email: {}, password: {}, name: {}, id: {} }],
  ['NUL', { email: 'a\0@example.com', password: 'pass\0word', name: 'A\0', id: '\0' }],
  ['lone surrogates', { email: '\uD800@example.com', password: '\uD800'.repeat(8), name: '\uD800', id: '\uD800' }],
  ['line breaks', { email: 'a\r\nBcc: b@example.com', password: '', name: 'A\nB', id: 'a\nb' }],
]

/** Bodies that are not JSON, or not what a body may be. */
const malformed: readonly (readonly [name: string, body: string | Buffer, status: number])[] = [
  ['cut off', '{"email":', 400],
  ['not JSON', 'email=a', 400],
  ['trailing garbage', '{} {}', 400],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80]), 400],
  ['text in latin-1', Buffer.from(JSON.stringify({ ...ada, password: 'pässwörd' }), 'latin1'), 400],
  ['a megabyte in a string', JSON.stringify({ ...ada, name: megabyte }), 413],
  ['a megabyte of brackets', '['.repeat(1_000_000), 413],
  ['brackets as deep as the limit allows', '['.repeat(60_000), 400],
]

/** Fields that take `null`. */
const nullable: ReadonlySet<string> = new Set(['sessions.rename name'])

/** Good input of a procedure with one change each: a field of another type, or one field more. */
function withOneBadField(path: string): readonly object[] {
  const good = validInputs[path] ?? {}
  const ofOtherTypes = Object.entries(good).flatMap(([field, value]) => {
    const values = [typeof value === 'string' ? 7 : 'text', [value], typeof value === 'object' ? [] : {}, null]
    return values
      .filter((other) => other !== null || !nullable.has(`${path} ${field}`))
      .map((other) => ({ ...good, [field]: other }))
  })
  return [...ofOtherTypes, { ...good, unknown: 'field' }]
}

/** Calls a procedure as its type demands. JSON keeps lone surrogates as escapes in an address. */
function call(visitor: Visitor, { path, type }: Procedure, input: unknown): Promise<Answer> {
  if (type === 'mutation') return visitor.mutate(path, input)
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  return visitor.query(path + query)
}

/** The status and the reason of a refusal. A stream has status 200: its refusal is an event, with a status in its data. */
function refusalIn({ status, body, text }: Answer): readonly [status: number, reason: string | undefined] {
  if (body !== null) return [status, body.error?.data.reason]
  const data = JSON.parse(/^event: serialized-error\ndata: (.+)$/m.exec(text)?.[1] ?? '{}').data
  return [data?.httpStatus ?? status, data?.reason]
}

describe('the inputs of these tests', () => {
  it('cover every procedure of the router', () => {
    expect(Object.keys(validInputs).toSorted()).toEqual(procedurePaths)
  })

  it('are taken by their procedures', async () => {
    const server = await startTestServer({ env: { ATTEMPTS_PER_NETWORK: '1000' } })
    // A good call of a subscription gets a stream that does not end.
    for (const procedure of procedures.filter(({ type }) => type !== 'subscription')) {
      const visitor = server.visitor()
      const { path } = procedure
      await visitor.mutate('auth.signUp', { ...ada, email: `${path}@example.com` })
      const { status, body } = await call(visitor, procedure, validInputs[path])
      expect([path, status]).not.toEqual([path, 500])
      expect([path, body.error?.data.reason]).not.toEqual([path, 'INVALID_INPUT'])
    }
  })
})

describe('bad input', () => {
  it.each(nonsense)('%s is refused by every procedure, and nothing is stored', async (_, input) => {
    const server = await startTestServer()
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    const stored = await server.databaseBytes()
    for (const procedure of procedures) {
      const { path } = procedure
      const refusal = refusalIn(await call(visitor, procedure, input))
      expect([path, ...refusal]).toEqual([path, 400, 'INVALID_INPUT'])
    }
    expect((await server.databaseBytes()).equals(stored)).toBe(true)
  })

  it('of another type in a field, or in one field more, is refused by every procedure, and nothing is stored', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    const stored = await server.databaseBytes()
    for (const procedure of procedures) {
      const { path } = procedure
      for (const input of withOneBadField(path)) {
        const refusal = refusalIn(await call(visitor, procedure, input))
        expect([path, input, ...refusal]).toEqual([path, input, 400, 'INVALID_INPUT'])
      }
    }
    expect((await server.databaseBytes()).equals(stored)).toBe(true)
  })

  it('names the field and says what is wrong with it', async () => {
    const server = await startTestServer()
    const { body } = await server.visitor().mutate('auth.signUp', { email: 'ada', password: 'short', name: ' ' })
    expect(body.error.data.fields).toEqual({
      email: ['Enter an email address, like ada@example.com.'],
      password: ['Use at least 8 characters.'],
      name: ['Enter your name.'],
    })
  })

  it('can’t reach a prototype', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    const before = Reflect.ownKeys(Object.prototype)
    const polluting = ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}']
    const nested = polluting.map((text) => `{"provider":"google","params":${text}}`)
    for (const { path, type } of procedures) {
      for (const text of [...polluting, ...nested]) {
        const query = `${path}?input=${encodeURIComponent(text)}`
        const answer = type === 'mutation' ? await visitor.post(path, text) : await visitor.query(query)
        expect([path, text, ...refusalIn(answer)]).not.toEqual([path, text, 500, 'INTERNAL'])
      }
    }
    const batch = encodeURIComponent('{"__proto__":{"polluted":1},"0":{"__proto__":{"polluted":1}}}')
    expect((await visitor.query(`auth.me,auth.me?batch=1&input=${batch}`)).status).toBeLessThan(500)
    await visitor.query('auth.me?__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__=1')
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    for (const path of ['__proto__', 'constructor', 'auth.__proto__', 'auth.constructor', 'toString']) {
      expect((await visitor.query(path)).status).toBe(404)
    }
  })

  it('with a key twice counts as its last value, which is validated', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    const twice = (first: string, last: string): string =>
      `{"email":"${first}","email":"${last}","password":"${ada.password}","name":"Ada"}`
    expect(refusalIn(await visitor.post('auth.signUp', twice(ada.email, 'no address')))).toEqual([400, 'INVALID_INPUT'])
    expect((await visitor.post('auth.signUp', twice('no address', ada.email))).body.result.data.user.email).toBe(
      ada.email,
    )
    expect(await server.count('users')).toBe(1)
  })

  describe('that is refused as a whole', () => {
    const shared = shareBuiltServer()

    it.each(malformed)('a body that is %s is refused', async (_, body, status) => {
      const answer = await shared().visitor().post('auth.signUp', body)
      expect(answer.status).toBe(status)
      expect(['MALFORMED_REQUEST', 'PAYLOAD_TOO_LARGE', 'INVALID_INPUT']).toContain(answer.body.error.data.reason)
    })

    it.each([
      ['/trpc/nope', 404],
      ['/trpc/', 404],
      ['/trpc/auth', 404],
      ['/trpc/auth.me.more', 404],
      ['/trpc/%', 400],
      ['/trpc/%ff', 400],
      ['/trpc/%zz', 400],
      ['/trpc/auth.me%', 400],
      ['/trpc/auth.me?input=%7B', 400],
      ['/trpc/auth.me?input=%FF', 400],
      ['/trpc/auth.me?batch=1&input=7', 400],
      [`/trpc/${'auth.me,'.repeat(10)}auth.me?batch=1`, 400],
    ])('%s gets %d', async (path, status) => {
      const answer = await shared().visitor().request(path)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('Content-Type')).toContain('application/json')
    })
  })
})

describe('batches', () => {
  it('can’t hold a procedure that writes a cookie, nor many calls', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    const batch = await visitor.mutate('auth.signUp,auth.signUp?batch=1', {
      0: ada,
      1: { ...ada, email: 'b@example.com' },
    })
    expect(batch.body.map((one: { error: { data: { reason: string } } }) => one.error.data.reason)).toEqual([
      'NOT_BATCHABLE',
      'NOT_BATCHABLE',
    ])
    expect(batch.headers.getSetCookie()).toEqual([])
    const streamed = await visitor.mutate('auth.signUp?batch=1', { 0: ada }, { 'trpc-accept': 'application/jsonl' })
    expect(streamed.text).toContain('NOT_BATCHABLE')
    expect((await visitor.mutate('auth.signUp', ada)).status).toBe(200)
  })

  it('can’t go on acting as a session that one of their calls ends', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    await visitor.mutate('auth.signUp', ada)
    const { id } = (await visitor.query('sessions.list')).body.result.data.current
    const batch = await visitor.mutate('sessions.end,sessions.rename?batch=1', { 0: { id }, 1: { id, name: 'Mine' } })
    expect(batch.body.map((one: { error: { data: { reason: string } } }) => one.error.data.reason)).toEqual([
      'NOT_BATCHABLE',
      'NOT_BATCHABLE',
    ])
    expect((await visitor.query('sessions.list')).status).toBe(200)
  })

  it('check each call by itself', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    const path = 'auth.me,sessions.list,passwords.policy,events.list?batch=1'
    const reasons = (answer: Answer): unknown[] =>
      answer.body.map((one: { error?: { data: { reason: string } } }) => one.error?.data.reason ?? 'no refusal')
    const { status, body } = await visitor.query(path)
    expect(status).toBe(207)
    expect(body[0].result.data).toBeNull()
    const signedOut = ['no refusal', 'NOT_SIGNED_IN', 'no refusal', 'NOT_SIGNED_IN']
    expect(reasons(await visitor.query(path))).toEqual(signedOut)
    await visitor.mutate('auth.signUp', ada)
    expect(reasons(await visitor.query(path))).toEqual(['no refusal', 'no refusal', 'no refusal', 'no refusal'])
    visitor.cookie = `latchkey=${'a'.repeat(43)}`
    expect(reasons(await visitor.query(path))).toEqual(
      signedOut.map((reason) => reason.replace('NOT_SIGNED_IN', 'SESSION_ENDED')),
    )
  })

  it('of a thousand calls, and addresses with a thousand inputs, are refused with 4xx before a call is made', async () => {
    const server = await startTestServer()
    const visitor = server.visitor()
    const inputs = JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [index, {}])))
    const thousand = Array.from({ length: 1000 }, () => 'auth.me').join(',')
    const answers = [
      await visitor.query(`${thousand}?batch=1`),
      await visitor.mutate(
        `${Array.from({ length: 1000 }, () => 'auth.signOut').join(',')}?batch=1`,
        JSON.parse(inputs),
      ),
      await visitor.query(`auth.me?${Array.from({ length: 1000 }, () => 'input=7').join('&')}`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
    expect((await visitor.query(`auth.me?batch=1&input=${encodeURIComponent(inputs)}`)).status).toBe(431)
  })
})

describe('too many tries', () => {
  it('are refused with the seconds to wait, over one request each or many', async () => {
    const now = new Date()
    const server = await startTestServer({ env: { ATTEMPTS_PER_ACCOUNT: '5' }, now: () => now })
    const visitor = server.visitor()
    const tries = Array.from({ length: 8 }, () =>
      visitor.mutate('auth.signIn', { email: ada.email, password: 'wrong' }),
    )
    const answers = await Promise.all(tries)
    const limited = answers.filter((answer) => answer.status === 429)
    expect(limited).toHaveLength(3)
    for (const { headers, body } of limited) {
      expect(body.error.data).toMatchObject({ reason: 'RATE_LIMITED', retryAfter: 900 })
      expect(headers.get('Retry-After')).toBe('900')
    }
  })
})
