import { describe, expect, it } from 'vitest'
import { type BuiltServer, shareBuiltServer, startBuiltServer } from '../support/built-server.ts'
import { addPasskey } from '../support/passkeys.ts'
import { productionEnv } from '../support/production-env.ts'
import { ada, type Answer, configuredOrigin, type Visitor } from '../support/test-server.ts'

const server = shareBuiltServer({ env: { ATTEMPTS_PER_NETWORK: '1000' } })
let users = 0

/** A user with a recent step-up, and one passkey. */
async function userWithPasskey(at: BuiltServer, origin = configuredOrigin) {
  users += 1
  const laptop = at.visitor()
  await laptop.mutate('auth.signUp', { ...ada, email: `ada-${users}@example.com` })
  return { laptop, ...(await addPasskey(laptop, origin)) }
}

const reasonOf = ({ status, body }: Answer) => [status, body.error?.data.reason]

async function optionsOf(visitor: Visitor, path = 'passkeys.signInOptions') {
  return (await visitor.mutate(path)).body.result.data
}

describe('passkeys over HTTP', () => {
  it('sign in, in place of the session that the browser had, and step up', async () => {
    const { laptop, authenticator, passkey } = await userWithPasskey(server())
    const old = laptop.token
    const response = authenticator.get(await optionsOf(laptop))
    const signedIn = await laptop.mutate('passkeys.signIn', { response, remember: true })
    expect(signedIn.body.result.data).toMatchObject({ status: 'signedIn', user: { name: ada.name } })
    expect(laptop.token).not.toBe(old)
    const { session } = (await laptop.query('auth.me')).body.result.data
    expect(session).toMatchObject({ signInMethod: 'passkey', remembered: true })
    const beforeStepUp = laptop.token
    const asked = await optionsOf(laptop, 'passkeys.stepUpOptions')
    expect(asked.allowCredentials).toEqual([
      { type: 'public-key', id: passkey.credentialId, transports: ['internal', 'hybrid'] },
    ])
    const steppedUp = await laptop.mutate('passkeys.stepUp', { response: authenticator.get(asked) })
    expect(steppedUp.body.result.data).toEqual({ sudoUntil: expect.any(String) })
    expect(laptop.token).not.toBe(beforeStepUp)
    const { events } = (await laptop.query('events.list')).body.result.data
    expect(events.map(({ type }: { readonly type: string }) => type)).toEqual([
      'stepped_up',
      'signed_in',
      'session_ended',
      'passkey_added',
      'signed_up',
    ])
  })

  it('take each answer once, from the browser that asked', async () => {
    const { authenticator } = await userWithPasskey(server())
    const [phone, stranger] = [server().visitor(), server().visitor()]
    const response = authenticator.get(await optionsOf(phone))
    await optionsOf(stranger)
    expect(reasonOf(await stranger.mutate('passkeys.signIn', { response }))).toEqual([400, 'PASSKEY_CHALLENGE_ENDED'])
    const answers = await Promise.all([1, 2, 3, 4].map(() => phone.mutate('passkeys.signIn', { response })))
    const reasons = answers.map((answer) => reasonOf(answer).join(' '))
    expect(reasons.toSorted()).toEqual(['200 ', ...[1, 2, 3].map(() => '400 PASSKEY_CHALLENGE_ENDED')])
  })

  it('are refused with a reason once they are removed, and where they are altered', async () => {
    const { laptop, authenticator, passkey } = await userWithPasskey(server())
    const phone = server().visitor()
    const right = authenticator.get(await optionsOf(phone))
    const { signature } = right.response
    const altered = { ...right, response: { ...right.response, signature: `AAAA${signature.slice(4)}` } }
    expect(reasonOf(await phone.mutate('passkeys.signIn', { response: altered }))).toEqual([401, 'PASSKEY_REFUSED'])
    expect(phone.token).toBe('')
    expect((await laptop.mutate('passkeys.remove', { id: passkey.id })).status).toBe(200)
    const response = authenticator.get(await optionsOf(phone))
    expect(reasonOf(await phone.mutate('passkeys.signIn', { response }))).toEqual([401, 'PASSKEY_UNKNOWN'])
  })

  it('have options that say nothing of users: they take no address, and have one shape', async () => {
    await userWithPasskey(server())
    const visitor = server().visitor()
    expect(reasonOf(await visitor.mutate('passkeys.signInOptions', { email: ada.email }))).toEqual([
      400,
      'INVALID_INPUT',
    ])
    expect(await optionsOf(visitor)).toEqual({
      rpId: 'localhost',
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      timeout: 300_000,
      userVerification: 'required',
      allowCredentials: [],
    })
  })

  it.each([
    ['an unknown field', { unknown: 1 }],
    ['another type', { type: 'password' }],
    ['no id', { id: '' }],
    ['an id that is no base64url', { id: 'a+b=' }],
    ['too long an id', { id: 'a'.repeat(1365) }],
    [
      'too many extensions',
      { clientExtensionResults: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [n, 1])) },
    ],
    ['no response', { response: {} }],
    [
      'too long a signature',
      { response: { clientDataJSON: 'a', authenticatorData: 'a', signature: 'a'.repeat(4097) } },
    ],
  ])('refuse %s before anything is looked up', async (_, change) => {
    const response = {
      id: 'a',
      rawId: 'a',
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: 'a', authenticatorData: 'a', signature: 'a' },
      ...change,
    }
    expect(reasonOf(await server().visitor().mutate('passkeys.signIn', { response }))).toEqual([400, 'INVALID_INPUT'])
  })

  it('accept extensions of which nothing is known', async () => {
    const { authenticator } = await userWithPasskey(server())
    const phone = server().visitor()
    const clientExtensionResults = { prf: { enabled: true, results: { first: 'a' } }, unknown: [1, { deep: [null] }] }
    const response = { ...authenticator.get(await optionsOf(phone)), clientExtensionResults }
    expect((await phone.mutate('passkeys.signIn', { response })).status).toBe(200)
  })

  it('are off at an IP address, where browsers have none', async () => {
    const byAddress = await startBuiltServer({ env: { PUBLIC_URL: 'http://127.0.0.1:3000' } })
    const visitor = byAddress.visitor()
    await visitor.mutate('auth.signUp', ada)
    expect(reasonOf(await visitor.mutate('passkeys.signInOptions'))).toEqual([404, 'PASSKEYS_OFF'])
    expect(reasonOf(await visitor.query('passkeys.list'))).toEqual([404, 'PASSKEYS_OFF'])
    const options = await visitor.mutate('passkeys.registrationOptions', { mediation: 'optional' })
    expect(reasonOf(options)).toEqual([404, 'PASSKEYS_OFF'])
    expect(byAddress.log.filter((line) => line.includes('passkeys work for'))).toEqual([])
  })

  it('are for the domain of PASSKEY_RP_ID, of which the log tells at start, and for the origin of PUBLIC_URL alone', async () => {
    const env = { ...productionEnv, PASSKEY_RP_ID: 'example.com' }
    const under = await startBuiltServer({ env })
    const { authenticator } = await userWithPasskey(under, 'https://id.example.com')
    expect(under.log.find((line) => line.includes('passkeys work for'))).toContain('"rpId":"example.com"')
    const phone = under.visitor()
    const options = await optionsOf(phone)
    expect(options.rpId).toBe('example.com')
    const elsewhere = authenticator.get(options, { origin: 'https://example.com' })
    expect(reasonOf(await phone.mutate('passkeys.signIn', { response: elsewhere }))).toEqual([401, 'PASSKEY_REFUSED'])
    const response = authenticator.get(await optionsOf(phone))
    expect((await phone.mutate('passkeys.signIn', { response })).status).toBe(200)
  })
})
