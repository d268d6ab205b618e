import type { CallbackView } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { completeOnce, takeCallbackResponse } from './callback-response.ts'

function visit(address: string): { response: ReturnType<typeof takeCallbackResponse>; replaced: unknown[] } {
  const replaced: unknown[] = []
  const history = { replaceState: (_: unknown, __: string, url?: string | URL | null) => void replaced.push(url) }
  const response = takeCallbackResponse(new URL(address, 'http://localhost'), history)
  return { response, replaced }
}

describe('takeCallbackResponse', () => {
  it('takes the parameters, and leaves the bare path in the address bar', () => {
    expect(visit('/oauth/callback/google?code=c&state=s#_=_')).toEqual({
      response: { provider: 'google', params: { code: 'c', state: 's' } },
      replaced: ['/oauth/callback/google'],
    })
  })

  it('takes the parameters that a provider posted and our server sent on', () => {
    expect(visit('/oauth/callback/apple#?code=c&state=s&user=%7B%22name%22%3A1%7D')).toEqual({
      response: { provider: 'apple', params: { code: 'c', state: 's', user: '{"name":1}' } },
      replaced: ['/oauth/callback/apple'],
    })
  })

  it('returns null without parameters', () => {
    expect(visit('/oauth/callback/google')).toEqual({ response: null, replaced: [] })
    expect(visit('/oauth/callback/google#access_token=t')).toEqual({
      response: null,
      replaced: ['/oauth/callback/google'],
    })
  })

  it('ignores every other address', () => {
    for (const address of [
      '/?code=c',
      '/oauth/callback/?code=c',
      '/oauth/callback/Google?a=1',
      '/oauth/callback/a/b?c',
    ]) {
      expect(visit(address)).toEqual({ response: null, replaced: [] })
    }
  })
})

describe('completeOnce', () => {
  it('makes one call, and gives its result to every caller', async () => {
    const response = { provider: 'google', params: {} }
    const view: CallbackView = {
      status: 'done',
      outcome: 'signed_in',
      returnTo: '/',
      user: { id: 'u', email: 'ada@example.com', emailProvenAt: null, name: 'Ada', role: 'user', createdAt: '' },
    }
    let made = 0
    const call = async (): Promise<CallbackView> => {
      made += 1
      return view
    }
    const answers = await Promise.all([completeOnce(response, call), completeOnce(response, call)])
    expect(answers).toEqual([view, view])
    expect(made).toBe(1)
  })
})
