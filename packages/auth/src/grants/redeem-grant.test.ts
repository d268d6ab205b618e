import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Auth } from '../auth.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { testAuth } from '../testing/test-auth.ts'

const request = { ip: '203.0.113.7', userAgent: 'cli/1.0', hints: null, requestId: 'request-1' }
const codeVerifier = 'a-verifier-that-is-only-used-by-these-tests'
const redirectUri = 'http://127.0.0.1:50123/callback'
const query = new URLSearchParams({
  response_type: 'code',
  client_id: 'cli',
  redirect_uri: redirectUri,
  code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  code_challenge_method: 'S256',
}).toString()

/** Two processes over one store, and a signed-in user. */
async function withTwoProcesses() {
  const stores = createMemoryStores()
  const [one, other] = [testAuth({ stores }), testAuth({ stores })]
  const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
  const caller = await one.auth.passwords.signUp(ada, { request, replaces: null })
  const live = async () => (await one.auth.sessions.listLive(caller.user.id)).map(({ kind }) => kind)
  return { one: one.auth, other: other.auth, caller, live }
}

const outcomesOf = async (calls: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).map(({ status }) => status).toSorted()

it('ends the session of an authorization code that is redeemed twice at the same time', async () => {
  const { one, other, caller, live } = await withTwoProcesses()
  const answerTo = await one.codeGrants.approve(caller, { query, userId: caller.user.id }, request)
  const code = new URL(answerTo).searchParams.get('code') ?? ''
  const redeem = ({ codeGrants }: Auth) =>
    codeGrants.redeem({ code, clientId: 'cli', redirectUri, codeVerifier, resource: null }, request)
  expect(await outcomesOf([redeem(one), redeem(other)])).toEqual(['fulfilled', 'rejected'])
  expect(await live()).toEqual(['browser'])
})

it('ends the session of a device code that is redeemed twice at the same time', async () => {
  const { one, other, caller, live } = await withTwoProcesses()
  const { deviceCode, userCode } = await one.deviceGrants.start({ clientId: 'cli', resources: [] }, request)
  await one.deviceGrants.approve(caller, { userCode: userCode.replace('-', ''), userId: caller.user.id }, request)
  const poll = ({ deviceGrants }: Auth) => deviceGrants.poll({ deviceCode, clientId: 'cli', resource: null }, request)
  expect(await outcomesOf([poll(one), poll(other)])).toEqual(['fulfilled', 'rejected'])
  expect(await live()).toEqual(['browser'])
})
