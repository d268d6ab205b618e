import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { providerIds } from '../provider-id.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'
import { TestBrowser } from '../testing-browser.ts'
import { TestClient } from '../testing-sign-in.ts'
import { type BehaviourId, behaviours, behavioursAt } from './behaviours.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

it('names each behaviour once', () => {
  expect(new Set(behaviours.map(({ id }) => id)).size).toBe(behaviours.length)
})

describe.each(providerIds)('at %s', (id) => {
  const client = (): TestClient => new TestClient(idp.url, id)

  it.each([
    ['deny', 'access_denied'],
    ['temporarily-unavailable', 'temporarily_unavailable'],
  ] as const)('%s goes back with %s', async (behaviour, error) => {
    const one = client()
    const { searchParams } = await one.signIn({ behaviour })
    expect(searchParams.get('error')).toBe(error)
    expect(searchParams.get('state')).toBe(one.state)
    expect(searchParams.has('code')).toBe(false)
  })

  it('bends the response', async () => {
    const wrongIss = await client().signIn({ behaviour: 'wrong-iss' })
    expect(wrongIss.searchParams.get('iss')).toBe('https://another-issuer.example')
    expect(wrongIss.searchParams.has('code')).toBe(true)

    const one = client()
    const wrongState = await one.signIn({ behaviour: 'wrong-state' })
    expect(wrongState.searchParams.get('state')).not.toBe(one.state)
    expect(wrongState.searchParams.has('code')).toBe(true)
    expect((await client().signIn({ behaviour: 'missing-code' })).searchParams.has('code')).toBe(false)
  })

  const redeem = async (behaviour: BehaviourId, init: RequestInit = {}): Promise<Response> => {
    const one = client()
    const callback = await one.signIn({ behaviour })
    return one.redeem(callback.searchParams.get('code') ?? '', {}, init)
  }

  it('answers the token request with 500, HTML, half an answer, too much, or a refusal', async () => {
    expect((await redeem('token-500')).status).toBe(500)
    const page = await redeem('token-html')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html'])
    await expect((await redeem('token-garbage')).json()).rejects.toThrow(SyntaxError)
    expect((await (await redeem('token-huge')).text()).length).toBeGreaterThan(2_000_000)
    const refusal = await redeem('token-error')
    const isGithub = id === 'github'
    expect(refusal.status).toBe(isGithub ? 200 : 400)
    expect(await refusal.json()).toMatchObject({ error: isGithub ? 'bad_verification_code' : 'invalid_grant' })
  })

  it('points the token request elsewhere, where a follower would be counted', async () => {
    const hits = async (): Promise<number> => {
      const response = await fetch(`${idp.url}/elsewhere`)
      return ((await response.json()) as { hits: number }).hits
    }
    const before = await hits()
    const response = await redeem('token-redirect')
    expect([response.status, response.headers.get('location')]).toEqual([307, `${idp.url}/elsewhere`])
    expect(await hits()).toBe(before)
    await redeem('token-redirect', { redirect: 'follow' })
    expect(await hits()).toBe(before + 1)
  })

  it('sends bytes for as long as somebody listens', async () => {
    const abort = new AbortController()
    const response = await redeem('token-endless', { signal: abort.signal })
    const reader = response.body?.getReader()
    let bytes = 0
    while (bytes < 5_000_000) bytes += (await reader?.read())?.value?.length ?? Number.NaN
    abort.abort()
    expect(bytes).toBeGreaterThanOrEqual(5_000_000)
  })
})

describe.concurrent.each(providerIds)('waiting for %s', (id) => {
  const redeem = async (behaviour: BehaviourId, signal: AbortSignal): Promise<Response> => {
    const client = new TestClient(idp.url, id)
    const callback = await client.signIn({ behaviour })
    return client.redeem(callback.searchParams.get('code') ?? '', {}, { signal })
  }

  it('drips a byte a second, after its headers', async ({ expect: expectHere }) => {
    const abort = new AbortController()
    const response = await redeem('token-drip', abort.signal)
    const first = await response.body?.getReader().read()
    abort.abort()
    expectHere([response.status, first?.value?.length]).toEqual([200, 1])
  })

  it('is slower than a client has patience', async ({ expect: expectHere }) => {
    await expectHere(redeem('token-slow', AbortSignal.timeout(300))).rejects.toThrow('timeout')
  })
})

it('points the token request where it was told', async () => {
  const redirectTo = 'http://127.0.0.1:1/somewhere'
  const told = await startIdp({ host: '127.0.0.1', port: 0, redirectTo })
  const client = new TestClient(told.url, 'github')
  const code = (await client.signIn({ behaviour: 'token-redirect' })).searchParams.get('code') ?? ''
  expect((await client.redeem(code)).headers.get('location')).toBe(redirectTo)
  await told.close()
})

describe.each(['google', 'oidc'] as const)('what %s says of a person', (id) => {
  it.each([
    ['ada', 'unverified-email', 'ada@example.com', false],
    ['ada', 'changed-email', 'changed-ada@example.com', true],
    ['ada', 'no-email', undefined, undefined],
    ['dana', 'normal', 'dana@example.com', false],
    ['eve', 'normal', undefined, undefined],
    ['mallory', 'normal', 'ada@example.com', false],
  ] as const)('%s with %s: %s, verified: %s', async (person, behaviour, email, verified) => {
    const { id_token } = await new TestClient(idp.url, id).tokensOf({ person, behaviour })
    const { sub, ...claims } = decodeJwt(id_token)
    expect([sub, claims['email'], claims['email_verified']]).toEqual([`${id}-${person}`, email, verified])
  })

  it('a typed login is somebody new, and the same one next time', async () => {
    const claimsOf = async (login: string): Promise<unknown> =>
      decodeJwt((await new TestClient(idp.url, id).tokensOf({ login })).id_token)
    const expected = { email: 'ada@example.com', email_verified: true, name: 'ada', sub: `${id}-fresh-ada` }
    expect(await claimsOf('ada')).toMatchObject(expected)
    expect(await claimsOf('ada')).toMatchObject(expected)
  })
})

it('leaves iss out, where it is promised', async () => {
  const callback = await new TestClient(idp.url, 'oidc').signIn({ behaviour: 'missing-iss' })
  expect([callback.searchParams.has('iss'), callback.searchParams.has('code')]).toEqual([false, true])
})

it('offers nothing that a provider can not do', () => {
  const idsAt = (provider: 'google' | 'github' | 'oidc'): string[] => behavioursAt(provider).map(({ id }) => id)
  expect(idsAt('github')).not.toContain('alg-none')
  expect(idsAt('google')).not.toContain('missing-iss')
  expect(idsAt('oidc')).not.toContain('api-500')
})

it('refuses a form it did not offer, and asks again', async () => {
  const browser = new TestBrowser()
  const { headers } = await browser.get(new TestClient(idp.url, 'google').authorizeUrl())
  const page = new URL(headers.get('location') ?? '', idp.url).href
  for (const fields of [{ person: 'nobody' }, { person: 'ada', behaviour: 'api-500' }, { login: '<b>@' }]) {
    const response = await browser.submit(page, fields)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('role="alert"')
  }
  expect((await browser.submit(page, { person: 'ada' })).status).toBe(303)
})
