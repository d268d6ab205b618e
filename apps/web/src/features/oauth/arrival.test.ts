import type { CallbackView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { finishOnce, takeArrival } from './arrival.ts'

function visit(address: string): { arrival: ReturnType<typeof takeArrival>; replaced: unknown[] } {
  const replaced: unknown[] = []
  const history = { replaceState: (_: unknown, __: string, url?: string | URL | null) => void replaced.push(url) }
  const arrival = takeArrival(new URL(address, 'http://localhost'), history)
  return { arrival, replaced }
}

describe('takeArrival', () => {
  it('takes what was sent along, and leaves the bare path', () => {
    expect(visit('/oauth/callback/google?code=c&state=s#_=_')).toEqual({
      arrival: { provider: 'google', params: { code: 'c', state: 's' } },
      replaced: ['/oauth/callback/google'],
    })
  })

  it('is nothing when nothing came along', () => {
    expect(visit('/oauth/callback/google')).toEqual({ arrival: null, replaced: [] })
    expect(visit('/oauth/callback/google#access_token=t')).toEqual({
      arrival: null,
      replaced: ['/oauth/callback/google'],
    })
  })

  it('leaves every other address alone', () => {
    for (const address of [
      '/?code=c',
      '/oauth/callback/?code=c',
      '/oauth/callback/Google?a=1',
      '/oauth/callback/a/b?c',
    ]) {
      expect(visit(address)).toEqual({ arrival: null, replaced: [] })
    }
  })
})

describe('finishOnce', () => {
  it('makes one call, and gives its answer to everyone who asks', async () => {
    const arrival = { provider: 'google', params: {} }
    const view: CallbackView = {
      outcome: 'signed_in',
      returnTo: '/',
      user: { id: 'u', email: 'ada@example.com', name: 'Ada', role: 'user', createdAt: '' },
    }
    let made = 0
    const call = async (): Promise<CallbackView> => {
      made += 1
      return view
    }
    const answers = await Promise.all([finishOnce(arrival, call), finishOnce(arrival, call)])
    expect(answers).toEqual([view, view])
    expect(made).toBe(1)
  })
})
