import { z } from 'zod'

/** The services whose CAPTCHA a server can ask for. */
export const captchaProviderIds = ['turnstile', 'hcaptcha'] as const
export type CaptchaProviderId = (typeof captchaProviderIds)[number]

/** More than any provider gives: Turnstile says at most 2048, hCaptcha names no number. */
const maxLength = 8192

/** The response of a CAPTCHA, as the script of its provider gives it to the page. It is verified once. */
export const captchaInput = z
  .string()
  .max(maxLength, 'This is no response of a CAPTCHA.')
  .regex(/^[\x21-\x7e]+$/, 'This is no response of a CAPTCHA.')

/** What a page needs to show a CAPTCHA. All of it is public. */
export interface CaptchaView {
  readonly provider: CaptchaProviderId
  readonly siteKey: string
  /** The script of the provider, with the query by which it shows nothing until it is asked. */
  readonly scriptUrl: string
}
