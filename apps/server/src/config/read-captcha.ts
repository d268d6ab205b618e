import type { CaptchaView } from '@latchkey/schema'
import { captchaProviders, type CaptchaSources } from '../captcha/captcha-providers.ts'
import type { Variables } from './variables.ts'

/** The CAPTCHA that the server asks for. */
export interface CaptchaConfig {
  readonly view: CaptchaView
  readonly secret: string
  /** Where responses are verified. */
  readonly verifyUrl: string
  /** What pages may load from. */
  readonly sources: CaptchaSources
}

/** What is worth nothing without a provider. */
const withProvider = ['CAPTCHA_SITE_KEY', 'CAPTCHA_SECRET', 'CAPTCHA_VERIFY_URL', 'CAPTCHA_SCRIPT_URL'] as const

/** What a provider is worth nothing without. */
const required = ['CAPTCHA_SITE_KEY', 'CAPTCHA_SECRET'] as const

/** Returns the CAPTCHA, `null` where no variable asks for one, and a line for each problem: half of it is no configuration. */
export function readCaptcha(env: Variables): {
  readonly captcha: CaptchaConfig | null
  readonly problems: readonly string[]
} {
  const { CAPTCHA_PROVIDER: id, CAPTCHA_SITE_KEY: siteKey, CAPTCHA_SECRET: secret } = env
  if (id === undefined) {
    const problems = withProvider
      .filter((name) => env[name] !== undefined)
      .map((name) => `${name} must be left out without CAPTCHA_PROVIDER, which is turnstile or hcaptcha.`)
    return { captcha: null, problems }
  }
  if (siteKey === undefined || secret === undefined) {
    const problems = required
      .filter((name) => env[name] === undefined)
      .map((name) => `${name} must be set with CAPTCHA_PROVIDER: the provider gives it with the site.`)
    return { captcha: null, problems }
  }
  const provider = captchaProviders[id]
  const scriptUrl = env.CAPTCHA_SCRIPT_URL ?? provider.scriptUrl
  const captcha = {
    view: { provider: id, siteKey, scriptUrl: `${scriptUrl}?${provider.scriptQuery}` },
    secret,
    verifyUrl: env.CAPTCHA_VERIFY_URL ?? provider.verifyUrl,
    sources:
      env.CAPTCHA_SCRIPT_URL === undefined ? provider.sources : withOrigin(provider.sources, new URL(scriptUrl).origin),
  }
  return { captcha, problems: [] }
}

/** Returns sources with the origin of another script, which may load from both. */
function withOrigin({ script, style, connect, frame }: CaptchaSources, origin: string): CaptchaSources {
  return {
    script: [...script, origin],
    style: [...style, origin],
    connect: [...connect, origin],
    frame: [...frame, origin],
  }
}
