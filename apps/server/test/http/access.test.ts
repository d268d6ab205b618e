import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { appRouter } from '@latchkey/api'
import { totpCode } from '@latchkey/auth/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ada, startTestServer, type TestServer, type Visitor } from '../support/test-server.ts'
import { codeQuery } from '../support/grants.ts'
import { geolocationDatabase } from '../support/maxmind-database.ts'
import { addPasskey } from '../support/passkeys.ts'
import { openStream } from '../support/event-stream.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const bob = { ...ada, email: 'bob@example.com' }

async function signedInTwice(server: TestServer): Promise<{ laptop: Visitor; phone: Visitor; phoneId: string }> {
  const laptop = server.visitor()
  const phone = server.visitor({ 'User-Agent': firefox })
  await laptop.mutate('auth.signUp', ada)
  await phone.mutate('auth.signIn', { email: ada.email, password: ada.password })
  return { laptop, phone, phoneId: await idOf(phone) }
}

const idOf = async (visitor: Visitor): Promise<string> =>
  (await visitor.query('sessions.list')).body.result.data.current.id

describe('a stream', () => {
  it('sends the sessions, then the end of its session and which session ended it, and closes without a request', async () => {
    const server = await startTestServer()
    const { laptop, phone, phoneId } = await signedInTwice(server)
    await laptop.mutate('sessions.rename', { id: await idOf(laptop), name: 'Laptop' })
    const stream = await openStream(phone)
    expect(await stream.next()).toMatchObject({ event: 'connected' })
    const first = await stream.next()
    expect(first?.data).toMatchObject({ type: 'sessions', sessions: { current: { id: phoneId, online: true } } })
    expect(first?.data.sessions.others).toMatchObject([{ name: 'Laptop' }])

    await laptop.mutate('sessions.end', { id: phoneId })
    expect((await stream.next())?.data).toMatchObject({
      type: 'ended',
      ending: { endReason: 'ended_by_user', endedBy: { name: 'Laptop' } },
    })
    expect(await stream.next()).toMatchObject({ event: 'return' })
    expect(await stream.next()).toBeNull()
  })

  it('tells caches not to store it, and proxies not to compress or buffer it', async () => {
    const server = await startTestServer()
    const { headers } = await openStream((await signedInTwice(server)).laptop)
    expect(headers.get('Content-Type')).toBe('text/event-stream')
    expect(headers.get('Cache-Control')).toContain('no-store')
    expect(headers.get('X-Accel-Buffering')).toBe('no')
    expect(headers.get('Content-Encoding')).toBeNull()
  })

  it('is refused without a session, and after its end', async () => {
    const server = await startTestServer()
    const { laptop, phone, phoneId } = await signedInTwice(server)
    await laptop.mutate('sessions.end', { id: phoneId })
    for (const [visitor, reason] of [
      [server.visitor(), 'NOT_SIGNED_IN'],
      [phone, 'SESSION_ENDED'],
    ] as const) {
      const stream = await openStream(visitor)
      await stream.next()
      expect(await stream.next()).toMatchObject({ event: 'serialized-error', data: { data: { reason } } })
      expect(await stream.next()).toBeNull()
    }
  })

  it('reports at the recheck a row that another program changed', async () => {
    const server = await startTestServer()
    const { phone, phoneId } = await signedInTwice(server)
    const stream = await openStream(phone)
    await stream.next()
    await stream.next()
    await server.beside(
      "UPDATE sessions SET token_hash = NULL, ended_at = last_seen_at, end_reason = 'ended_by_user' WHERE id = ?",
      phoneId,
    )
    expect((await phone.query('sessions.list')).body.error.data.reason).toBe('SESSION_ENDED')
    await server.container.auth.sessions.recheckWatched()
    expect((await stream.next())?.data).toMatchObject({ type: 'ended', ending: { endedBy: null } })
  })

  it('does not keep its session alive: only calls do', async () => {
    let moment = new Date('2100-01-01T00:00:00Z')
    const server = await startTestServer({ now: () => moment })
    const { laptop, phone } = await signedInTwice(server)
    moment = new Date(moment.getTime() + 11 * 3_600_000)
    const stream = await openStream(phone)
    await stream.next()
    await stream.next()
    await laptop.query('auth.me')
    moment = new Date(moment.getTime() + 3_600_000)
    expect((await phone.query('sessions.list')).status).toBe(401)
    expect((await laptop.query('sessions.list')).status).toBe(200)
  })

  it('does not keep its session alive through calls of a page whose user is idle', async () => {
    let moment = new Date('2100-01-01T00:00:00Z')
    const server = await startTestServer({ now: () => moment })
    const { phone } = await signedInTwice(server)
    moment = new Date(moment.getTime() + 11 * 3_600_000)
    expect((await phone.query('sessions.history', { 'X-Latchkey-Unattended': '1' })).status).toBe(200)
    moment = new Date(moment.getTime() + 3_600_000)
    expect((await phone.query('sessions.list')).status).toBe(401)
  })

  it('closes the oldest stream with a message when there are too many', async () => {
    const server = await startTestServer()
    const { laptop } = await signedInTwice(server)
    const streams = []
    for (let tabs = 0; tabs < 5; tabs += 1) {
      const stream = await openStream(laptop)
      await stream.next()
      await stream.next()
      streams.push(stream)
    }
    expect((await streams[0]?.next())?.data).toEqual({ type: 'closed' })
    expect(await streams[0]?.next()).toMatchObject({ event: 'return' })
  })

  it('is cut soon after the end when its client does not read it, and frees its memory', async () => {
    const server = await startTestServer()
    const { laptop, phone, phoneId } = await signedInTwice(server)
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.pause()
    socket.write(`GET /trpc/sessions.watch HTTP/1.1\r\nHost: x\r\nCookie: ${phone.cookie}\r\n\r\n`)
    const closed = () => server.log.some((line) => line.includes('"path":"/trpc/sessions.watch"'))
    // Until neither side holds more of the stream.
    for (let lists = 0; lists < 60; lists += 1) {
      const name = randomBytes(100_000).toString('hex')
      await server.beside('UPDATE sessions SET given_name = ? WHERE id = ?', name, phoneId)
      await server.container.auth.sessions.recheckWatched()
      // The sockets get their turn.
      await setImmediate()
      await setImmediate()
    }
    expect(closed()).toBe(false)
    await laptop.mutate('sessions.end', { id: phoneId })
    await vi.waitUntil(closed, { timeout: 10_000 })
  })

  it('is cut without a final message when the process stops, so that its client connects again', async () => {
    const server = await startTestServer()
    const stream = await openStream((await signedInTwice(server)).laptop)
    await stream.next()
    await stream.next()
    server.container.auth.sessions.closeStreams()
    expect(await stream.next()).toBeNull()
  })
})

describe('a browser whose session ended', () => {
  it('reads with its old cookie why its session ended, and nothing about other sessions', async () => {
    const server = await startTestServer()
    const { laptop, phone, phoneId } = await signedInTwice(server)
    expect((await phone.query('sessions.ending')).body.result.data).toBeNull()
    await laptop.mutate('sessions.end', { id: phoneId })
    const { endedAt, ...ending } = (await phone.query('sessions.ending')).body.result.data
    expect(Date.parse(endedAt)).toBeGreaterThan(0)
    expect(ending).toEqual({ endReason: 'ended_by_user', endedBy: { id: await idOf(laptop), name: 'node' } })
    const stranger = server.visitor()
    stranger.cookie = `latchkey=${'a'.repeat(43)}`
    expect((await stranger.query('sessions.ending')).body.result.data).toBeNull()
    expect((await server.visitor().query('sessions.ending')).body.result.data).toBeNull()
  })

  it('keeps its cookie after a refusal, because another request may have received a new one meanwhile', async () => {
    const server = await startTestServer()
    const { laptop } = await signedInTwice(server)
    const old = server.visitor()
    old.cookie = laptop.cookie
    await laptop.mutate('auth.stepUp', { password: ada.password })
    for (const path of ['sessions.list', 'auth.me', 'sessions.ending']) {
      expect((await old.query(path)).headers.getSetCookie()).toEqual([])
    }
    expect((await old.mutate('auth.stepUp', { password: ada.password })).headers.getSetCookie()).toEqual([])
    expect((await laptop.query('sessions.list')).status).toBe(200)
  })

  it('is refused with its old token', async () => {
    const server = await startTestServer()
    const { laptop, phone, phoneId } = await signedInTwice(server)
    await laptop.mutate('sessions.end', { id: phoneId })
    await phone.query('sessions.ending')
    for (const path of ['sessions.list', 'sessions.history', 'events.list', 'identities.list']) {
      expect((await phone.query(path)).body.error.data.reason).toBe('SESSION_ENDED')
    }
    expect((await phone.query('auth.me')).body.result.data).toBeNull()
  })
})

describe('signing out', () => {
  it.each(['auth.signOut', 'sessions.endAll'])(
    'tells the browser to delete its stored data through %s',
    async (path) => {
      const server = await startTestServer()
      const { laptop, phone } = await signedInTwice(server)
      const answer = await laptop.mutate(path)
      expect(answer.headers.get('Clear-Site-Data')).toBe('"cache", "storage"')
      expect(laptop.cookieNamed('latchkey')).toBeNull()
      expect((await phone.query('sessions.list')).status).toBe(path === 'auth.signOut' ? 200 : 401)
      if (path === 'sessions.endAll') expect(answer.body.result.data).toEqual({ ended: 2 })
    },
  )

  it('is the only call that tells the browser to delete its data', async () => {
    const server = await startTestServer()
    const { laptop, phoneId } = await signedInTwice(server)
    for (const answer of [
      await laptop.mutate('sessions.end', { id: phoneId }),
      await laptop.mutate('sessions.endOthers'),
      await laptop.query('sessions.list'),
    ]) {
      expect(answer.headers.get('Clear-Site-Data')).toBeNull()
    }
  })
})

describe('the history and the timeline', () => {
  it('show ended sessions with reason and cause, and events, page by page', async () => {
    const server = await startTestServer()
    const { laptop, phone, phoneId } = await signedInTwice(server)
    await phone.mutate('sessions.rename', { id: phoneId, name: 'Phone' })
    await laptop.mutate('sessions.end', { id: phoneId })
    await laptop.mutate('auth.signIn', { email: ada.email, password: 'not this one' })
    const { sessions, nextCursor } = (await laptop.query('sessions.history')).body.result.data
    expect(nextCursor).toBeNull()
    expect(sessions).toMatchObject([
      { id: phoneId, name: 'Phone', derivedName: 'Firefox on Windows', endReason: 'ended_by_user', endedBy: {} },
    ])

    const page = async (input: object) =>
      (await laptop.query(`events.list?input=${encodeURIComponent(JSON.stringify(input))}`)).body.result.data
    const first = await page({ limit: 3 })
    expect(first.events.map((event: { type: string; actor: string }) => [event.type, event.actor])).toEqual([
      ['sign_in_failed', 'unknown'],
      ['session_ended', 'user'],
      ['session_renamed', 'user'],
    ])
    expect(first.events[1]).toMatchObject({
      current: true,
      category: 'session',
      device: 'node',
      ip: '127.0.0.1',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      details: { target: { id: phoneId, name: 'Phone' }, endReason: 'ended_by_user' },
    })
    const rest = await page({ limit: 3, cursor: first.nextCursor })
    expect(rest.events.map(({ type }: { type: string }) => type)).toEqual(['signed_in', 'signed_up'])
    expect(rest.nextCursor).toBeNull()
    expect((await page({ category: 'refused' })).events).toHaveLength(1)
    // The same events, as lines of the log.
    for (const { type, requestId } of [...first.events, ...rest.events]) {
      expect(server.log.some((line) => line.includes(`"event":"${type}"`) && line.includes(requestId))).toBe(true)
    }
  })

  it('refuse changes, those of another program too', async () => {
    const server = await startTestServer()
    await signedInTwice(server)
    await expect(server.beside("UPDATE events SET actor = 'user'")).rejects.toThrow('an event is never changed')
  })
})

interface Target {
  readonly sessionId: string
  readonly identityId: string
  readonly passkeyId: string
  readonly eventId: string
  readonly userId: string
  readonly deviceId: string
}

/** Has Bob turn two-step verification on, and trust a browser; returns the id of that. */
async function trustedDeviceOf(server: TestServer, browser: Visitor): Promise<string> {
  const { secret, setup } = (await browser.mutate('secondFactors.setUp')).body.result.data
  const confirmation = { setup, code: totpCode(secret, new Date()) }
  const { recoveryCodes } = (await browser.mutate('secondFactors.confirm', confirmation)).body.result.data
  const tablet = server.visitor()
  await tablet.mutate('auth.signIn', { email: bob.email, password: bob.password })
  await tablet.mutate('auth.verifySecondFactor', { code: recoveryCodes[0], trustDevice: true })
  return (await browser.query('secondFactors.list')).body.result.data.trustedDevices[0].id
}

describe('another user’s session, event or page', () => {
  /** Makes the input of each procedure that takes an id or a cursor, from ids of a user. */
  const asked: Readonly<Record<string, (of: Target) => object>> = {
    'grants.approveCode': ({ userId }) => ({ query: codeQuery(), userId }),
    'grants.approveDevice': ({ userId }) => ({ userCode: 'BCDFGHJK', userId }),
    'sessions.end': ({ sessionId }) => ({ id: sessionId }),
    'sessions.rename': ({ sessionId }) => ({ id: sessionId, name: 'Mine' }),
    'sessions.history': ({ sessionId }) => ({ cursor: `4102444800000.${sessionId}` }),
    'secondFactors.endTrustedDevice': ({ deviceId }) => ({ id: deviceId }),
    'identities.unlink': ({ identityId }) => ({ id: identityId }),
    'passkeys.remove': ({ passkeyId }) => ({ id: passkeyId }),
    'passkeys.rename': ({ passkeyId }) => ({ id: passkeyId, name: 'Mine' }),
    'events.get': ({ eventId }) => ({ id: eventId }),
    'events.list': ({ eventId }) => ({ cursor: eventId }),
  }

  // The id of an OAuth client belongs to no user.
  it('is passed in these tests to every procedure that takes an id or a cursor', () => {
    const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Described>)
    const taking = procedures.filter(([, { _def }]) =>
      keysOf(_def.inputs).some((key) => /^(id|cursor|(?!client)\w+Id)$/.test(key)),
    )
    expect(taking.map(([path]) => path).toSorted()).toEqual(Object.keys(asked).toSorted())
  })

  it.each(Object.keys(asked))('gets the same answer from %s as an unknown one', async (path) => {
    const server = await startTestServer()
    const [visitor, other] = [server.visitor(), server.visitor()]
    await visitor.mutate('auth.signUp', ada)
    await other.mutate('auth.signUp', bob)
    const phone = server.visitor()
    await phone.mutate('auth.signIn', { email: bob.email, password: bob.password })
    const sessionId = await idOf(phone)
    await phone.mutate('auth.signOut')
    const eventId = (await other.query('events.list')).body.result.data.events[0].id
    const userId = (await other.query('auth.me')).body.result.data.user.id
    const { passkey } = await addPasskey(other)
    const deviceId = await trustedDeviceOf(server, other)
    const before = await server.databaseBytes()

    const answers = []
    for (const target of [
      { sessionId, identityId: sessionId, passkeyId: sessionId, eventId, userId, deviceId },
      { sessionId: await idOf(other), identityId: sessionId, passkeyId: passkey.id, eventId, userId, deviceId },
      {
        sessionId: 'unknown',
        identityId: 'unknown',
        passkeyId: 'unknown',
        userId: 'unknown',
        deviceId: 'unknown',
        eventId: eventId.replace(/.{8}$/, '00000000'),
      },
    ]) {
      const input = asked[path]?.(target)
      const isQuery = path === 'sessions.history' || path === 'events.list'
      const answer = isQuery
        ? await visitor.query(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`)
        : await visitor.mutate(path, input)
      answers.push([answer.status, answer.text.replaceAll(/"requestId":"[^"]+"/g, '')])
    }
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect((await server.databaseBytes()).equals(before)).toBe(true)
  })
})

describe('renaming', () => {
  it('shows the name everywhere, takes any script, and restores the derived name', async () => {
    const server = await startTestServer()
    const { laptop, phoneId } = await signedInTwice(server)
    const name = '  Küche \u0645\u0637\u0628\u062e  '
    const renamed = await laptop.mutate('sessions.rename', { id: phoneId, name })
    expect(renamed.body.result.data).toMatchObject({
      id: phoneId,
      name: name.trim(),
      derivedName: 'Firefox on Windows',
    })
    expect((await laptop.query('sessions.list')).body.result.data.others).toMatchObject([{ name: name.trim() }])
    await laptop.mutate('sessions.rename', { id: phoneId, name: null })
    expect((await laptop.query('sessions.list')).body.result.data.others).toMatchObject([
      { name: 'Firefox on Windows' },
    ])
  })

  it.each([
    ['nothing', ''],
    ['white space', ' \t '],
    ['only what can’t be seen', '\u200B\u200B'],
    ['a line break', 'a\nb'],
    ['61 characters', 'é'.repeat(61)],
    ['half a character', '\uD83D'],
    ['what turns the text around it', 'a\u202Eb'],
  ])('refuses %s', async (_, name) => {
    const server = await startTestServer()
    const { laptop, phoneId } = await signedInTwice(server)
    const refused = await laptop.mutate('sessions.rename', { id: phoneId, name })
    expect(refused.status).toBe(400)
    expect(Object.keys(refused.body.error.data.fields)).toEqual(['name'])
  })
})

describe('a list', () => {
  it('shows the place of an address when a geolocation database is configured', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'geolocation.mmdb')
    const names = (en: string) => ({ names: { en } })
    writeFileSync(file, geolocationDatabase({ '203.0.113.0/24': { city: names('Berlin'), country: names('Germany') } }))
    const server = await startTestServer({ env: { PLACE_DATABASE: file, TRUST_PROXY: '1' } })
    const visitor = server.visitor({ 'X-Forwarded-For': '203.0.113.9' })
    await visitor.mutate('auth.signUp', ada)
    const { current } = (await visitor.query('sessions.list')).body.result.data
    expect(current).toMatchObject({ ip: '203.0.113.9', place: 'Berlin, Germany' })
    expect((await visitor.query('events.list')).body.result.data.events).toMatchObject([{ place: 'Berlin, Germany' }])
  })

  it('holds no more sessions than the limit, and the history states why the oldest one ended', async () => {
    const server = await startTestServer({ env: { SESSIONS_PER_USER: '2' } })
    const { laptop, phone } = await signedInTwice(server)
    await phone.query('auth.me')
    const tablet = server.visitor()
    await tablet.mutate('auth.signIn', { email: ada.email, password: ada.password })
    expect((await tablet.query('sessions.list')).body.result.data.others).toMatchObject([
      { name: 'Firefox on Windows' },
    ])
    expect((await laptop.query('sessions.ending')).body.result.data).toMatchObject({ endReason: 'limit' })
  })
})

interface Described {
  readonly _def: { readonly inputs: readonly unknown[] }
}

/** The keys of a procedure's input, through every wrapper around the object. */
function keysOf(inputs: readonly unknown[]): readonly string[] {
  return inputs.flatMap((input) => {
    const { shape, def } = input as { shape?: object; def?: { innerType?: unknown } }
    if (shape !== undefined) return Object.keys(shape)
    return def?.innerType === undefined ? [] : keysOf([def.innerType])
  })
}
