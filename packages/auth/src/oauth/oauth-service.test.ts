import { describe, expect, it } from 'vitest'
import { after, minute } from '../core/duration.ts'
import { aChallenge } from '../testing/contracts/a-challenge.ts'
import { aMail } from '../testing/contracts/a-mail.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { testAuth } from '../testing/test-auth.ts'
import type { ProviderIdentity } from '../identities/identity.ts'
import type { Provider } from './providers/provider.ts'

const request = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }
const ada = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' }
const claims: ProviderIdentity = {
  issuer: 'https://provider.example',
  subject: 'subject',
  email: 'zoe@example.com',
  emailVerified: true,
  name: 'Zoe',
  authenticatedAt: null,
}

/** A provider that runs `meanwhile` before it answers. */
function slowProvider(meanwhile: () => Promise<void>): Provider {
  return {
    id: 'slow',
    name: 'Slow',
    provesFreshSignIn: false,
    responseMode: 'query',
    authorizationUrl: async ({ state }) => new URL(`https://provider.example/authorize?state=${state}`),
    checkIssuer: async () => undefined,
    identify: async () => {
      await meanwhile()
      return claims
    },
  }
}

describe('an authorization request at a slow provider', () => {
  it('links no identity when its session ends before the provider answers', async () => {
    let end = async (): Promise<void> => undefined
    const { auth } = testAuth({ providers: [slowProvider(() => end())] })
    const caller = await auth.passwords.signUp(ada, { request, replaces: null })
    const { url, browser } = await auth.oauth.link(caller, { provider: 'slow' }, request)
    end = async () => void (await auth.sessions.signOut(caller, request))
    const params = { state: new URL(url).searchParams.get('state') ?? '', code: 'code' }
    const back = auth.oauth.callback({ provider: 'slow', params }, caller, { request, browser })
    await expect(back).rejects.toMatchObject({ code: 'SESSION_ENDED' })
    expect((await auth.identities.list(caller)).identities).toEqual([])
  })

  it('signs a user up, and is deleted by the sweep when no callback completes it', async () => {
    const { auth, clock, events } = testAuth({ providers: [slowProvider(async () => undefined)] })
    const { url, browser } = await auth.oauth.authorize({ provider: 'slow', returnTo: '/password' }, request)
    const params = { state: new URL(url).searchParams.get('state') ?? '', code: 'code' }
    const back = await auth.oauth.callback({ provider: 'slow', params }, null, { request, browser })
    expect(back).toMatchObject({
      outcome: 'signed_up',
      returnTo: '/password',
      user: { name: 'Zoe', emailProvenAt: null },
    })
    expect(events.map((event) => event.type)).toEqual(['signed_up'])

    const lost = await auth.oauth.authorize({ provider: 'slow' }, request)
    clock.advance(11 * minute)
    await auth.oauth.sweep()
    const state = new URL(lost.url).searchParams.get('state') ?? ''
    const late = auth.oauth.callback({ provider: 'slow', params: { state, code: 'code' } }, null, {
      request,
      browser: lost.browser,
    })
    await expect(late).rejects.toMatchObject({ code: 'AUTHORIZATION_UNKNOWN' })
  })

  it('signs no user up with an address that an undo of a change waits for', async () => {
    const stores = createMemoryStores()
    const { auth, clock } = testAuth({ stores, providers: [slowProvider(async () => undefined)] })
    const undo = { kind: 'undo_email_change', email: 'zoe@example.com', expiresAt: after(clock.now(), minute) } as const
    await stores.challenges.create(aChallenge('undo', undo), aMail('undo'))
    const { url, browser } = await auth.oauth.authorize({ provider: 'slow' }, request)
    const params = { state: new URL(url).searchParams.get('state') ?? '', code: 'code' }
    const back = auth.oauth.callback({ provider: 'slow', params }, null, { request, browser })
    await expect(back).rejects.toMatchObject({ code: 'LINK_REQUIRES_SIGN_IN' })
  })
})
