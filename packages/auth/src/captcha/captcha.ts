import type { CaptchaView } from '@latchkey/schema'
import { AuthError } from '../core/auth-error.ts'
import type { RequestInfo } from '../core/request-info.ts'
import type { Limits } from '../limits/limits.ts'
import type { CaptchaVerifier } from './captcha-verifier.ts'

export interface CaptchaDependencies {
  /** `null` where no CAPTCHA is asked for. */
  readonly verifier: CaptchaVerifier | null
  readonly limits: Limits
}

/** Demands a CAPTCHA before what a program could do too often, where the server has one. */
export class Captcha {
  readonly #deps: CaptchaDependencies

  constructor(deps: CaptchaDependencies) {
    this.#deps = deps
  }

  /** Returns what a page needs to show the CAPTCHA; `null` where none is asked for. */
  view(): CaptchaView | null {
    return this.#deps.verifier?.view ?? null
  }

  /**
   * Checks the response of a request, which is used up by it. Called before anything about the address in the input is
   * looked at, so that neither the answer nor its time depends on that. Responses that are refused, and those in flight,
   * count against the network, so that a flood of them reaches no provider. While the provider gives no answer every
   * response passes: the limits of what comes after it still hold.
   *
   * @throws AuthError `CAPTCHA_REQUIRED` without a response, `CAPTCHA_REFUSED`, `RATE_LIMITED`
   */
  async check(response: string | undefined, request: RequestInfo): Promise<void> {
    const { verifier, limits } = this.#deps
    if (verifier === null) return
    if (response === undefined) throw new AuthError('CAPTCHA_REQUIRED')
    const consumption = await limits.consume('captcha', { network: request.ip })
    if ((await verifier.verify(response, request.ip)) === 'refused') throw new AuthError('CAPTCHA_REFUSED')
    await consumption.succeed()
  }
}
