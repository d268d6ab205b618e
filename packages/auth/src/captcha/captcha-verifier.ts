import type { CaptchaView } from '@latchkey/schema'

/** `unavailable`: the provider gave no usable answer. */
export type CaptchaVerdict = 'passed' | 'refused' | 'unavailable'

/** Asks the provider of a CAPTCHA about responses. */
export interface CaptchaVerifier {
  /** What a page needs to show the CAPTCHA. */
  readonly view: CaptchaView

  /**
   * Returns what the provider says of a response from an address. A response passes at most once. Within a bounded time it
   * returns `unavailable`, and says in the log why.
   *
   * @throws AuthError `RATE_LIMITED` when too many responses are being verified already
   */
  verify(response: string, ip: string | null): Promise<CaptchaVerdict>
}
