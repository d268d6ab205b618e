import { expect, it } from 'vitest'
import { ada, type Answer, startTestServer, type TestServer } from '../support/test-server.ts'

const ofUser = 'WHERE user_id = (SELECT id FROM users WHERE email = ?)'
const salt = 'c2FsdHNhbHRzYWx0'

/** A password that is wrong for each address; the address has a user, or a hash, of another kind. */
const addresses = [
  'unknown@example.com',
  'known@example.com',
  'none@example.com',
  'weak@example.com',
  'strong@example.com',
]

async function startWithUsers(): Promise<TestServer> {
  const moment = new Date('2100-01-01T00:00:00Z')
  const server = await startTestServer({ env: { ATTEMPTS_PER_ACCOUNT: '3', TRUST_PROXY: '1' }, now: () => moment })
  for (const email of addresses.slice(1)) {
    const elsewhere = server.visitor({ 'X-Forwarded-For': '192.0.2.1' })
    expect((await elsewhere.mutate('auth.signUp', { ...ada, email })).status).toBe(200)
  }
  const withParameters = (parameters: string): string => `$argon2id$v=19$${parameters}$${salt}$${'A'.repeat(43)}`
  await server.beside(
    `UPDATE password_credentials SET hash = ? ${ofUser}`,
    withParameters('m=8,t=2,p=1'),
    'weak@example.com',
  )
  await server.beside(
    `UPDATE password_credentials SET hash = ? ${ofUser}`,
    withParameters('m=64,t=3,p=1'),
    'strong@example.com',
  )
  await server.beside(`DELETE FROM password_credentials ${ofUser}`, 'none@example.com')
  return server
}

/** What a client sees of an answer, but for the values that differ between any two: the time, and ids that are random. */
function visible({ status, headers, text }: Answer): string {
  const requestId = headers.get('X-Request-Id') ?? ''
  const named = [...headers].filter(([name]) => name !== 'date')
  return JSON.stringify({ status, text, named })
    .replaceAll(requestId, 'id')
    .replaceAll(/nonce-[^']+/g, 'nonce')
}

it('answers a failed sign-in in the same way, whatever there is of the address, before its limit and after', async () => {
  const server = await startWithUsers()
  const answers = new Map<string, Answer[]>()
  for (const email of addresses) {
    const visitor = server.visitor({ 'X-Forwarded-For': '203.0.113.7' })
    for (let times = 0; times < 5; times += 1) {
      const answer = await visitor.mutate('auth.signIn', { email, password: 'not the password' })
      answers.set(email, [...(answers.get(email) ?? []), answer])
    }
  }
  const unknown = (answers.get('unknown@example.com') ?? []).map(visible)
  expect(answers.get('unknown@example.com')?.map(({ status }) => status)).toEqual([401, 401, 401, 429, 429])
  for (const email of addresses) expect([email, answers.get(email)?.map(visible)]).toEqual([email, unknown])
})
