import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Auth } from '../auth.ts'
import { createMemoryStores } from '../stores.memory.ts'
import { testAuth } from '../testing-auth.ts'

const client = { ip: '203.0.113.7', userAgent: 'cli/1.0', hints: null, requestId: 'request-1' }
const codeVerifier = 'a-verifier-that-is-only-used-by-these-tests'
const redirectUri = 'http://127.0.0.1:50123/callback'
const query = new URLSearchParams({
  response_type: 'code',
  client_id: 'cli',
  redirect_uri: redirectUri,
  code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  code_challenge_method: 'S256',
}).toString()

/** Two processes over one store, and someone who is signed in. */
async function withPerson() {
  const stores = createMemoryStores()
  const [one, other] = [testAuth({ stores }), testAuth({ stores })]
  const person = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
  const caller = await one.auth.passwords.signUp(person, { client, replaces: null })
  const live = async () => (await one.auth.sessions.listLive(caller.user.id)).map(({ kind }) => kind)
  return { one: one.auth, other: other.auth, caller, live }
}

const outcomesOf = async (asking: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(asking)).map(({ status }) => status).toSorted()

it('ends the session of a code that two bring in the same moment: it is in two hands', async () => {
  const { one, other, caller, live } = await withPerson()
  const answerTo = await one.codeGrants.approve(caller, { query, userId: caller.user.id }, client)
  const code = new URL(answerTo).searchParams.get('code') ?? ''
  const redeem = ({ codeGrants }: Auth) =>
    codeGrants.redeem({ code, clientId: 'cli', redirectUri, codeVerifier }, client)
  expect(await outcomesOf([redeem(one), redeem(other)])).toEqual(['fulfilled', 'rejected'])
  expect(await live()).toEqual(['browser'])
})

it('ends the session of a device code that two bring in the same moment', async () => {
  const { one, other, caller, live } = await withPerson()
  const { deviceCode, userCode } = await one.deviceGrants.begin('cli', client)
  await one.deviceGrants.approve(caller, { userCode: userCode.replace('-', ''), userId: caller.user.id }, client)
  const poll = ({ deviceGrants }: Auth) => deviceGrants.poll(deviceCode, 'cli', client)
  expect(await outcomesOf([poll(one), poll(other)])).toEqual(['fulfilled', 'rejected'])
  expect(await live()).toEqual(['browser'])
})
