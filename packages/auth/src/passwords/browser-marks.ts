import { timingSafeEqual } from 'node:crypto'
import type { AppSecrets } from '../core/app-secrets.ts'
import { after, day, second } from '../core/duration.ts'
import { newId, type RandomBytes } from '../core/random.ts'

/** Milliseconds that a mark is valid for. */
export const browserMarkLifetime = 180 * day

/** How many accounts a browser is recognised for: those that signed in last. */
export const maxBrowserMarks = 4

/** The marks of a browser in one text, for its cookie. */
export type BrowserMarks = string & { readonly __marks: true }

/** A mark as text: its id, when it was made, the secret that signs it, and the signature. */
const shape = /^([\w-]{22})\.(\d{1,12})\.([\w-]{8})\.([\w-]{43})$/
const maxLength = maxBrowserMarks * 100

export interface BrowserMarkServiceDependencies {
  readonly secrets: AppSecrets
  readonly now: () => Date
  readonly random: RandomBytes
}

interface Mark {
  readonly text: string
  readonly id: string
  readonly signedPart: string
  readonly secretId: string
  readonly signature: string
}

/**
 * Marks browsers in which a user signed in with a password, so that they are recognised there. A mark authenticates
 * nothing: attempts from a recognised browser are counted and hashed apart from those of strangers. Its signature covers
 * the stored hash, so a mark recognises one account and is void once the password has changed, and contains neither.
 */
export class BrowserMarkService {
  readonly #deps: BrowserMarkServiceDependencies

  constructor(deps: BrowserMarkServiceDependencies) {
    this.#deps = deps
  }

  /**
   * Returns the id of the mark by which a browser is recognised for the account with this stored hash; `null` without one.
   * What is malformed, expired, forged or of another account is ignored.
   */
  recognise(cookie: string | null, hash: string | null): string | null {
    // For an unknown account the same is computed: no mark was signed over an empty hash.
    return this.#find(this.#parse(cookie), hash ?? '')?.id ?? null
  }

  /**
   * Returns the marks of a browser after a sign-in: a new one for the account, and the latest ones of other accounts.
   * `verified` is the hash that the password was verified with, `stored` the one that is stored from now on.
   */
  renew(cookie: string | null, { verified, stored }: { verified: string | null; stored: string }): BrowserMarks {
    const { secrets, now, random } = this.#deps
    const marks = this.#parse(cookie)
    const replaced = this.#find(marks, verified ?? '')
    const signedPart = `${newId(random)}.${Math.floor(now().getTime() / second)}`
    const signature = secrets.derive(secrets.newest, 'browser mark', `${signedPart}.${stored}`) ?? ''
    const others = marks.filter((mark) => mark !== replaced).map(({ text }) => text)
    const renewed = [`${signedPart}.${secrets.newest}.${signature}`, ...others].slice(0, maxBrowserMarks)
    return renewed.join('~') as BrowserMarks
  }

  /** Returns the marks that have the shape of one and are within their lifetime. */
  #parse(cookie: string | null): readonly Mark[] {
    if (cookie === null || cookie.length > maxLength) return []
    const now = this.#deps.now()
    return cookie
      .split('~')
      .slice(0, maxBrowserMarks)
      .flatMap((text) => {
        const [, id = '', seconds = '', secretId = '', signature = ''] = shape.exec(text) ?? []
        const madeAt = new Date(Number(seconds) * second)
        if (id === '' || madeAt > now || after(madeAt, browserMarkLifetime) <= now) return []
        return [{ text, id, signedPart: `${id}.${seconds}`, secretId, signature }]
      })
  }

  #find(marks: readonly Mark[], hash: string): Mark | null {
    return marks.find((mark) => this.#isSigned(mark, hash)) ?? null
  }

  #isSigned({ signedPart, secretId, signature }: Mark, hash: string): boolean {
    const expected = this.#deps.secrets.derive(secretId, 'browser mark', `${signedPart}.${hash}`)
    return expected !== null && timingSafeEqual(Buffer.from(expected), Buffer.from(signature))
  }
}
