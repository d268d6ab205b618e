import type { CaptchaProviderId } from '@latchkey/schema'

/** Origins that a page may load from, by the directive of the content security policy. */
export interface CaptchaSources {
  readonly script: readonly string[]
  readonly style: readonly string[]
  readonly connect: readonly string[]
  readonly frame: readonly string[]
}

export interface CaptchaProvider {
  /** Where responses are verified: a form with `secret`, `response` and `remoteip`. */
  readonly verifyUrl: string
  /** The script that shows the CAPTCHA. */
  readonly scriptUrl: string
  /** By it the script shows nothing until it is asked, and takes no other name than its own. */
  readonly scriptQuery: string
  readonly sources: CaptchaSources
  /** Whether the form of a verification names the site key as well, so that no response of another site passes. */
  readonly takesSiteKey: boolean
  /** Whether the provider vouches for the host name of a response. */
  readonly vouchesForHostname: boolean
}

const cloudflare = ['https://challenges.cloudflare.com']
const hcaptcha = ['https://hcaptcha.com', 'https://*.hcaptcha.com']

/**
 * The providers, as their documents describe them.
 *
 * @see [Turnstile, server-side validation](https://developers.cloudflare.com/turnstile/get-started/server-side-validation/)
 * @see [Turnstile, Content Security Policy](https://developers.cloudflare.com/turnstile/reference/content-security-policy/)
 * @see [hCaptcha, Developer Guide](https://docs.hcaptcha.com/)
 */
export const captchaProviders: Readonly<Record<CaptchaProviderId, CaptchaProvider>> = {
  turnstile: {
    verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
    scriptUrl: 'https://challenges.cloudflare.com/turnstile/v0/api.js',
    scriptQuery: 'render=explicit',
    sources: { script: cloudflare, style: [], connect: [], frame: cloudflare },
    takesSiteKey: false,
    vouchesForHostname: true,
  },
  hcaptcha: {
    verifyUrl: 'https://api.hcaptcha.com/siteverify',
    scriptUrl: 'https://js.hcaptcha.com/1/api.js',
    scriptQuery: 'render=explicit&recaptchacompat=off',
    sources: { script: hcaptcha, style: hcaptcha, connect: hcaptcha, frame: hcaptcha },
    takesSiteKey: true,
    vouchesForHostname: false,
  },
}
