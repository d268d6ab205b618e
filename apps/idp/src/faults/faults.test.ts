import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestBrowser } from '../../test/support/test-browser.ts'
import { TestClient } from '../../test/support/test-client.ts'
import { firstProviderIds } from '../provider-id.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'
import { faults, faultsAt } from './faults.ts'

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp({ host: '127.0.0.1', port: 0, redirectTo: null })
})
afterAll(() => idp.close())

it('gives each fault an id of its own', () => {
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
})

describe.each(firstProviderIds)('at %s', (id) => {
  const client = (): TestClient => new TestClient(idp.url, id)

  it.each([
    ['deny', 'access_denied'],
    ['temporarily-unavailable', 'temporarily_unavailable'],
  ] as const)('%s redirects with the error %s', async (fault, error) => {
    const one = client()
    const { searchParams } = await one.signIn({ fault })
    expect(searchParams.get('error')).toBe(error)
    expect(searchParams.get('state')).toBe(one.state)
    expect(searchParams.has('code')).toBe(false)
  })

  it('changes iss, state and code of the authorization response', async () => {
    const wrongIss = await client().signIn({ fault: 'wrong-iss' })
    expect(wrongIss.searchParams.get('iss')).toBe('https://another-issuer.example')
    expect(wrongIss.searchParams.has('code')).toBe(true)

    const one = client()
    const wrongState = await one.signIn({ fault: 'wrong-state' })
    expect(wrongState.searchParams.get('state')).not.toBe(one.state)
    expect(wrongState.searchParams.has('code')).toBe(true)
    expect((await client().signIn({ fault: 'missing-code' })).searchParams.has('code')).toBe(false)
  })
})

describe.each(['google', 'oidc'] as const)('the claims of %s', (id) => {
  it.each([
    ['ada', 'unverified-email', 'ada@example.com', false],
    ['ada', 'changed-email', 'changed-ada@example.com', true],
    ['ada', 'no-email', undefined, undefined],
    ['dana', 'normal', 'dana@example.com', false],
    ['eve', 'normal', undefined, undefined],
    ['mallory', 'normal', 'ada@example.com', false],
  ] as const)('%s with %s: %s, verified: %s', async (account, fault, email, verified) => {
    const { id_token } = await new TestClient(idp.url, id).tokensOf({ account, fault })
    const { sub, ...claims } = decodeJwt(id_token)
    expect([sub, claims['email'], claims['email_verified']]).toEqual([`${id}-${account}`, email, verified])
  })

  it('makes an account of a typed login, the same one at each sign-in', async () => {
    const claimsOf = async (login: string): Promise<unknown> =>
      decodeJwt((await new TestClient(idp.url, id).tokensOf({ login })).id_token)
    const expected = { email: 'ada@example.com', email_verified: true, name: 'ada', sub: `${id}-fresh-ada` }
    expect(await claimsOf('ada')).toMatchObject(expected)
    expect(await claimsOf('ada')).toMatchObject(expected)
  })
})

it('leaves out an advertised iss', async () => {
  const callback = await new TestClient(idp.url, 'oidc').signIn({ fault: 'missing-iss' })
  expect([callback.searchParams.has('iss'), callback.searchParams.has('code')]).toEqual([false, true])
})

it('offers only the faults that a provider supports', () => {
  const idsAt = (provider: 'google' | 'github' | 'oidc'): string[] => faultsAt(provider).map(({ id }) => id)
  expect(idsAt('github')).not.toContain('alg-none')
  expect(idsAt('google')).not.toContain('missing-iss')
  expect(idsAt('oidc')).not.toContain('api-500')
})

it('refuses a choice that it did not offer, and accepts another one afterwards', async () => {
  const browser = new TestBrowser()
  const { headers } = await browser.get(new TestClient(idp.url, 'google').authorizeUrl())
  const page = new URL(headers.get('location') ?? '', idp.url).href
  for (const fields of [{ person: 'unlisted' }, { person: 'ada', behaviour: 'api-500' }, { login: '<b>@' }]) {
    const response = await browser.submit(page, fields)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('role="alert"')
  }
  expect((await browser.submit(page, { person: 'ada' })).status).toBe(303)
})
