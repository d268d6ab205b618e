import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/read-config.ts'
import { refusalOf } from '../support/config-refusal.ts'

const keys = { CAPTCHA_SITE_KEY: 'site-key', CAPTCHA_SECRET: 'not-a-secret' }
const turnstile = { CAPTCHA_PROVIDER: 'turnstile', ...keys }

describe('the configuration of a CAPTCHA', () => {
  it('is none, unless a provider is named', () => {
    expect(readConfig({}, '/').captcha).toBeNull()
  })

  it('is a provider with its addresses, and a key with its secret', () => {
    expect(readConfig(turnstile, '/').captcha).toMatchObject({
      view: {
        provider: 'turnstile',
        siteKey: 'site-key',
        scriptUrl: 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit',
      },
      secret: 'not-a-secret',
      verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
      sources: { frame: ['https://challenges.cloudflare.com'], style: [] },
    })
    expect(readConfig({ ...turnstile, CAPTCHA_PROVIDER: 'hcaptcha' }, '/').captcha).toMatchObject({
      view: {
        provider: 'hcaptcha',
        scriptUrl: 'https://js.hcaptcha.com/1/api.js?render=explicit&recaptchacompat=off',
      },
      verifyUrl: 'https://api.hcaptcha.com/siteverify',
      sources: { style: ['https://hcaptcha.com', 'https://*.hcaptcha.com'] },
    })
  })

  it('takes other addresses, and lets pages load from the origin of the script as well', () => {
    const proxied = {
      CAPTCHA_VERIFY_URL: 'http://127.0.0.1:4000/verify',
      CAPTCHA_SCRIPT_URL: 'https://proxy.example.com/captcha/api.js',
    }
    expect(readConfig({ ...turnstile, ...proxied }, '/').captcha).toMatchObject({
      view: { scriptUrl: 'https://proxy.example.com/captcha/api.js?render=explicit' },
      verifyUrl: 'http://127.0.0.1:4000/verify',
      sources: {
        script: ['https://challenges.cloudflare.com', 'https://proxy.example.com'],
        style: ['https://proxy.example.com'],
        connect: ['https://proxy.example.com'],
        frame: ['https://challenges.cloudflare.com', 'https://proxy.example.com'],
      },
    })
  })

  it.each([
    [{ CAPTCHA_PROVIDER: 'turnstile', CAPTCHA_SECRET: 'not-a-secret' }, 'CAPTCHA_SITE_KEY must be set with'],
    [{ CAPTCHA_PROVIDER: 'turnstile', CAPTCHA_SITE_KEY: 'site-key' }, 'CAPTCHA_SECRET must be set with'],
    [{ CAPTCHA_SITE_KEY: 'site-key' }, 'CAPTCHA_SITE_KEY must be left out without CAPTCHA_PROVIDER'],
    [{ CAPTCHA_SECRET: 'not-a-secret' }, 'CAPTCHA_SECRET must be left out without CAPTCHA_PROVIDER'],
    [{ CAPTCHA_VERIFY_URL: 'https://example.com' }, 'CAPTCHA_VERIFY_URL must be left out without CAPTCHA_PROVIDER'],
    [{ CAPTCHA_SCRIPT_URL: 'https://example.com' }, 'CAPTCHA_SCRIPT_URL must be left out without CAPTCHA_PROVIDER'],
    [{ ...turnstile, CAPTCHA_PROVIDER: 'recaptcha' }, 'CAPTCHA_PROVIDER must be turnstile or hcaptcha'],
    [{ ...turnstile, CAPTCHA_VERIFY_URL: 'http://example.com' }, 'CAPTCHA_VERIFY_URL must be an https address'],
    [{ ...turnstile, CAPTCHA_SCRIPT_URL: '//example.com/api.js' }, 'CAPTCHA_SCRIPT_URL must be an https address'],
  ])('refuses %j: %s', (env, words) => {
    const refusal = refusalOf(env)
    expect(refusal).toContain(words)
    expect(refusal.split('\n')).toHaveLength(1)
    expect(refusal).not.toContain('not-a-secret')
  })
})
