import { describe, expect, it } from 'vitest'
import { testAuth } from '../testing/test-auth.ts'
import type { CaptchaVerdict, CaptchaVerifier } from './captcha-verifier.ts'

const request = { ip: '203.0.113.7', userAgent: null, hints: null, requestId: 'request-1' }
const view = { provider: 'turnstile', siteKey: 'site-key', scriptUrl: 'https://provider.example/api.js' } as const

/** Answers with the verdict that a response names, and keeps what it was asked. */
class NamedVerdicts implements CaptchaVerifier {
  readonly view = view
  readonly asked: (readonly [response: string, ip: string | null])[] = []

  async verify(response: string, ip: string | null): Promise<CaptchaVerdict> {
    this.asked.push([response, ip])
    return response as CaptchaVerdict
  }
}

function refused(code: string): object {
  return expect.objectContaining({ code })
}

describe('a CAPTCHA', () => {
  it('is asked for by no server without a provider', async () => {
    const { captcha } = testAuth().auth
    expect(captcha.view()).toBeNull()
    await expect(captcha.check(undefined, request)).resolves.toBeUndefined()
  })

  it('needs a response that the provider does not refuse', async () => {
    const captchaVerifier = new NamedVerdicts()
    const { captcha } = testAuth({ captchaVerifier }).auth
    expect(captcha.view()).toEqual(view)
    await expect(captcha.check(undefined, request)).rejects.toEqual(refused('CAPTCHA_REQUIRED'))
    await expect(captcha.check('refused', request)).rejects.toEqual(refused('CAPTCHA_REFUSED'))
    await expect(captcha.check('passed', request)).resolves.toBeUndefined()
    await expect(captcha.check('unavailable', request)).resolves.toBeUndefined()
    expect(captchaVerifier.asked).toEqual(['refused', 'passed', 'unavailable'].map((text) => [text, request.ip]))
  })

  it('counts only refused responses, and has no other verified beyond the limit', async () => {
    const captchaVerifier = new NamedVerdicts()
    const { captcha } = testAuth({ captchaVerifier, limits: { captcha: { network: 2 } } }).auth
    for (const response of ['passed', 'unavailable', 'passed', 'refused']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await captcha.check(response, request).catch(() => null)
    }
    await expect(captcha.check('refused', request)).rejects.toEqual(refused('CAPTCHA_REFUSED'))
    expect(captchaVerifier.asked).toHaveLength(5)
    await expect(captcha.check('passed', request)).rejects.toEqual(refused('RATE_LIMITED'))
    expect(captchaVerifier.asked).toHaveLength(5)
    await expect(captcha.check('passed', { ...request, ip: '198.51.100.1' })).resolves.toBeUndefined()
  })
})
