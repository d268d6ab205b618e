import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestClient } from '../../test/support/test-client.ts'
import { firstProviderIds } from '../provider-id.ts'
import { type RunningIdp, startIdp } from '../start-idp.ts'
import type { FaultId } from './faults.ts'

const settings = { host: '127.0.0.1', port: 0, redirectTo: null } as const

let idp: RunningIdp
beforeAll(async () => {
  idp = await startIdp(settings)
})
afterAll(() => idp.close())

describe.each(firstProviderIds)('the token endpoint of %s', (id) => {
  const redeem = async (fault: FaultId, init: RequestInit = {}): Promise<Response> => {
    const client = new TestClient(idp.url, id)
    const callback = await client.signIn({ fault })
    return client.redeem(callback.searchParams.get('code') ?? '', {}, init)
  }

  it('answers the token request with 500, HTML, truncated JSON, a huge body, or an error', async () => {
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

  it('redirects the token request to a target that counts the requests that follow', async () => {
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

  it('sends bytes until the client closes the connection', async () => {
    const abort = new AbortController()
    const response = await redeem('token-endless', { signal: abort.signal })
    const reader = response.body?.getReader()
    let bytes = 0
    while (bytes < 5_000_000) bytes += (await reader?.read())?.value?.length ?? Number.NaN
    abort.abort()
    expect(bytes).toBeGreaterThanOrEqual(5_000_000)
  })
})

describe.each(firstProviderIds)('slow token responses of %s', (id) => {
  const redeem = async (url: string, fault: FaultId, signal?: AbortSignal): Promise<Response> => {
    const client = new TestClient(url, id)
    const callback = await client.signIn({ fault })
    return client.redeem(callback.searchParams.get('code') ?? '', {}, signal === undefined ? {} : { signal })
  }

  it('token-drip sends its headers, and then one byte at each interval', async () => {
    const dripping = await startIdp({ ...settings, durations: { dripIntervalMs: 5 } })
    const abort = new AbortController()
    const response = await redeem(dripping.url, 'token-drip', abort.signal)
    const reader = response.body?.getReader()
    const sizes = [(await reader?.read())?.value?.length, (await reader?.read())?.value?.length]
    abort.abort()
    await dripping.close()
    expect([response.status, ...sizes]).toEqual([200, 1, 1])
  })

  it('token-slow is slower than the timeout of a client', async () => {
    await expect(redeem(idp.url, 'token-slow', AbortSignal.timeout(50))).rejects.toThrow('timeout')
  })

  it('token-slow sends a correct token response after its delay', async () => {
    const slow = await startIdp({ ...settings, durations: { slowResponseMs: 5 } })
    const response = await redeem(slow.url, 'token-slow')
    const tokens: unknown = await response.json()
    await slow.close()
    expect([response.status, tokens]).toMatchObject([200, { access_token: expect.any(String) }])
  })
})

it('redirects the token request to the configured target', async () => {
  const redirectTo = 'http://127.0.0.1:1/somewhere'
  const redirecting = await startIdp({ ...settings, redirectTo })
  const client = new TestClient(redirecting.url, 'github')
  const code = (await client.signIn({ fault: 'token-redirect' })).searchParams.get('code') ?? ''
  expect((await client.redeem(code)).headers.get('location')).toBe(redirectTo)
  await redirecting.close()
})
