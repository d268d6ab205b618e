import { cpSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const fixture = (file: string): string => fileURLToPath(new URL(`../fixtures/${file}`, import.meta.url))

/**
 * What the fixture holds: a database file that an earlier version wrote, before events were part of a change's own
 * transaction. Its secrets are made of one byte each, and its clock stood at `moment`.
 */
const made = JSON.parse(readFileSync(fixture('schema-0006.json'), 'utf8'))

async function startOnFixture(): Promise<TestServer> {
  return startTestServer({
    env: { APP_SECRETS: made.secret, PUBLIC_URL: 'http://localhost:3000' },
    now: () => new Date(made.moment),
    prepare: (file) => cpSync(fixture('schema-0006.db'), file),
  })
}

function withToken(server: TestServer, token: string) {
  const visitor = server.visitor()
  visitor.setCookie('latchkey', token)
  return visitor
}

describe('a database file of an earlier version', () => {
  it('migrates and signs no browser out', async () => {
    const server = await startOnFixture()
    for (const [token, email] of [
      [made.laptop, made.email],
      [made.phone, made.email],
      [made.bob, 'bob@example.com'],
    ]) {
      expect((await withToken(server, token).query('auth.me')).body.result.data.user.email).toBe(email)
    }
  })

  it('keeps its sessions, its ended sessions with their reason, and its events', async () => {
    const server = await startOnFixture()
    const laptop = withToken(server, made.laptop)
    const { current, others } = (await laptop.query('sessions.list')).body.result.data
    expect([current.name, others.length + 1]).toEqual(['My laptop', made.live])
    const { sessions } = (await laptop.query('sessions.history')).body.result.data
    expect(sessions).toHaveLength(made.history)
    expect(sessions[0]).toMatchObject({ endReason: 'ended_by_user', endedBy: { name: 'My laptop' } })
    const { events } = (await laptop.query('events.list')).body.result.data
    expect(events).toHaveLength(made.events)
    expect((await withToken(server, made.ended).query('sessions.ending')).body.result.data).toMatchObject({
      endReason: 'ended_by_user',
    })
  })

  it('accepts its passwords and its refresh tokens, and ends its sessions', async () => {
    const server = await startOnFixture()
    const laptop = withToken(server, made.laptop)
    const { email, password } = made
    expect((await server.visitor().mutate('auth.signIn', { email, password })).status).toBe(200)
    const refresh = { refreshToken: made.usedRefreshToken, clientId: 'script' }
    const { accessToken } = (await server.visitor().mutate('tokens.refresh', refresh)).body.result.data
    expect((await server.visitor().query('auth.me', { Authorization: `Bearer ${accessToken}` })).status).toBe(200)
    expect((await laptop.mutate('auth.stepUp', { password })).status).toBe(200)
    expect((await laptop.mutate('sessions.endAll')).status).toBe(200)
    expect((await withToken(server, made.phone).query('auth.me')).body.result.data).toBeNull()
  })

  it('redeems a code that was approved before', async () => {
    const server = await startOnFixture()
    const answer = await server.visitor().request('/oauth/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: made.unredeemedCode,
        client_id: 'latchkey-cli',
        redirect_uri: 'http://127.0.0.1:1/callback',
        code_verifier: made.codeVerifier,
      }).toString(),
    })
    expect(answer.status).toBe(200)
  })
})
