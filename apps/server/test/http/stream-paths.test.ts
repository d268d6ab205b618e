import { expect, it } from 'vitest'
import { ada, startTestServer } from '../support/test-server.ts'

const start = new Date('2100-01-01T00:00:00Z')
const later = new Date('2100-01-01T00:05:00Z')

it.each([
  ['/trpc/sessions.watch', true],
  ['/trpc/sessions%2Ewatch', true],
  ['/trpc/%73essions.watch', true],
  ['/TRPC/sessions.watch', true],
  ['/trpc/sessions.watch?input=', true],
  ['/trpc/x/sessions.watch', false],
  ['/trpc//sessions.watch', false],
  ['/trpc/x%2Fsessions.watch', false],
  ['/trpc/%2Fsessions.watch', false],
  ['/trpc/sessions.watch/', false],
  ['/trpc/x/sessions%2Ewatch', false],
  ['/trpc/auth.me/sessions.watch', false],
  ['/trpc/sessions.watch,sessions.watch?batch=1', false],
  ['/trpc/sessions.watch?batch=1', false],
  ['//trpc/sessions.watch', false],
  ['/trpc/Sessions.watch', false],
])('a stream that is asked for as %s is no use of its session, or is none: %s', async (path, isStream) => {
  let moment = start
  const server = await startTestServer({ now: () => moment })
  const visitor = server.visitor()
  await visitor.mutate('auth.signUp', ada)
  moment = later
  const abort = new AbortController()
  const answer = await fetch(server.url + path, {
    headers: { Accept: 'text/event-stream', Cookie: visitor.cookie ?? '' },
    signal: abort.signal,
  })
  expect(answer.headers.get('Content-Type')?.startsWith('text/event-stream')).toBe(isStream)
  if (isStream) expect(answer.headers.get('Connection')).toMatch(/\bclose$/)
  abort.abort()
  await server.container.auth.sessions.flushActivity()
  const lastSeen = await server.beside('SELECT last_seen_at FROM sessions')
  if (isStream) expect(Number(lastSeen)).toBe(start.getTime())
  else expect(answer.status).toBeGreaterThanOrEqual(400)
})
