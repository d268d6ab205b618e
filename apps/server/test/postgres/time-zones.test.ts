import { openPostgres } from '@latchkey/db/postgres'
import { createTestDatabase } from '@latchkey/db/testing'
import { expect, inject, it, onTestFinished } from 'vitest'
import { startServerPair } from '../support/server-pair.ts'
import { ada, Visitor } from '../support/test-server.ts'

const minute = 60_000

it('says the same moments at servers in other time zones than each other and than the database', async () => {
  const { url, drop } = await createTestDatabase(inject('postgres'))
  onTestFinished(drop)
  const { pool, close } = openPostgres({ url, maxConnections: 1 })
  onTestFinished(close)
  await pool.query(`ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET timezone = 'Pacific/Apia'`)
  const servers = await startServerPair([url, url], [{ TZ: 'America/Sao_Paulo' }, { TZ: 'Asia/Kathmandu' }])
  const before = Date.now()
  const [saoPaulo, kathmandu] = [servers[0].visitor(), new Visitor(servers[1].url, {})]
  expect((await saoPaulo.mutate('auth.signUp', ada)).status).toBe(200)
  kathmandu.cookie = saoPaulo.cookie

  // A second session that Kathmandu starts, and São Paulo ends.
  const phone = servers[1].visitor()
  const { email, password } = ada
  expect((await phone.mutate('auth.signIn', { email, password })).status).toBe(200)
  expect((await phone.query('auth.me')).status).toBe(200)
  expect((await saoPaulo.mutate('sessions.endOthers')).body.result.data).toEqual({ ended: 1 })
  expect((await phone.query('auth.me')).body.result.data).toBeNull()

  for (const path of ['auth.me', 'sessions.history', 'events.list']) {
    const answers = await Promise.all([saoPaulo, kathmandu].map((visitor) => visitor.query(path)))
    const moments = answers.map(({ text }) => text.match(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)/g) ?? [])
    expect(moments[0]?.length).toBeGreaterThan(0)
    expect(moments[1]).toEqual(moments[0])
    for (const moment of moments[0] ?? []) expect(moment).toMatch(/Z$/)
  }
  const { session } = (await kathmandu.query('auth.me')).body.result.data
  expect(Math.abs(Date.parse(session.createdAt) - before)).toBeLessThan(minute)
  const { rows } = await pool.query<{ at: string }>(
    'SELECT (extract(epoch FROM created_at) * 1000)::bigint AS at FROM sessions WHERE id = $1',
    [session.id],
  )
  expect(rows.map(({ at }) => Number(at))).toEqual([Date.parse(session.createdAt)])
})
