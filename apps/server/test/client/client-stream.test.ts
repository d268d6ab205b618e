import { createClient, reasonOf } from '@latchkey/client'
import { expect, it, onTestFinished } from 'vitest'
import { minute, withSignedInClient } from '../support/test-client.ts'

type Client = ReturnType<typeof createClient>

/** Subscribes to `sessions.watch`, and collects its messages in their order. */
function watch(client: Client) {
  const said: unknown[] = []
  const waiting: (() => void)[] = []
  const note = (what: unknown): void => {
    said.push(what)
    for (const wake of waiting.splice(0)) wake()
  }
  const subscription = client.sessions.watch.subscribe(undefined, {
    onData: (event) => note(event.type === 'sessions' ? event.sessions.others.length : event.type),
    onError: (error) => note(reasonOf(error)),
    onComplete: () => note('complete'),
  })
  onTestFinished(() => subscription.unsubscribe())
  return {
    next: async (): Promise<unknown> => {
      while (said.length === 0) await new Promise<void>((resolve) => void waiting.push(resolve))
      return said.shift()
    },
  }
}

it('watches with its token, and receives changes and its own end', async () => {
  const { client, browser } = await withSignedInClient()
  const { current } = await client.sessions.list.query()
  const stream = watch(client)
  expect(await stream.next()).toBe(1)
  await browser.mutate('auth.signOut')
  expect(await stream.next()).toBe(0)
  await client.sessions.end.mutate({ id: current.id })
  expect([await stream.next(), await stream.next()]).toEqual(['ended', 'complete'])
})

it('connects again with a newer token when the stream breaks', async () => {
  const { client, proxy, clientClock, serverClock } = await withSignedInClient()
  const stream = watch(client)
  expect(await stream.next()).toBe(1)
  clientClock.forward(11 * minute)
  serverClock.forward(11 * minute)
  proxy.cutAll()
  expect(await stream.next()).toBe(1)
  expect(proxy.paths.slice(-2)).toEqual(['/trpc/tokens.refresh', '/trpc/sessions.watch'])
})

it('does not connect again to an ended session, and reports the reason', async () => {
  const { client, browser, proxy } = await withSignedInClient()
  const { current } = await client.sessions.list.query()
  await browser.mutate('sessions.end', { id: current.id })
  const stream = watch(client)
  expect(await stream.next()).toBe('SESSION_ENDED')
  expect(proxy.count('/trpc/sessions.watch')).toBe(1)
})

it('does not start with tokens of another sign-in, and reports the reason', async () => {
  const { options, proxy } = await withSignedInClient()
  const stream = watch(createClient({ ...options, clientId: 'another' }))
  expect(await stream.next()).toBe('OTHER_SIGN_IN')
  expect(proxy.count('/trpc/sessions.watch')).toBe(0)
})

it('reports that it does not connect again when the refresh is refused', async () => {
  const { client, browser, proxy, clientClock } = await withSignedInClient()
  const { current } = await client.sessions.list.query()
  await browser.mutate('sessions.end', { id: current.id })
  clientClock.forward(11 * minute)
  const stream = watch(client)
  expect(await stream.next()).toBe('SESSION_ENDED')
  expect([proxy.count('/trpc/sessions.watch'), proxy.count('/trpc/tokens.refresh')]).toEqual([0, 1])
})
