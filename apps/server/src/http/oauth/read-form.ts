import express, { type Request, type RequestHandler } from 'express'
import { OAuthError } from './oauth-error.ts'

const maxFormBytes = 16 * 1024

/** Reads the body of a request as text, if it is a form. */
export const readForm: readonly RequestHandler[] = [
  (req, _res, next) => {
    const type = req.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase()
    if (type === 'application/x-www-form-urlencoded') return next()
    throw new OAuthError('invalid_request', 'Send application/x-www-form-urlencoded.')
  },
  express.text({ type: () => true, limit: maxFormBytes, inflate: false }),
]

/**
 * The parameters of a request. An empty one counts as absent, a repeated one is refused, and unknown ones are ignored.
 *
 * @see [RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2)
 */
export class Form {
  readonly #params: URLSearchParams

  constructor(req: Request) {
    this.#params = new URLSearchParams(typeof req.body === 'string' ? req.body : '')
  }

  /** @throws OAuthError `invalid_request` when it is there twice */
  optional(name: string): string | null {
    const [value = '', ...more] = this.#params.getAll(name)
    if (more.length > 0) throw new OAuthError('invalid_request', `There are two of ${name}.`)
    return value === '' ? null : value
  }

  /** Returns every value that is not empty, of a parameter that may be repeated. */
  all(name: string): readonly string[] {
    return this.#params.getAll(name).filter((value) => value !== '')
  }

  /** @throws OAuthError `invalid_request` when it is missing or there twice */
  required(name: string): string {
    const value = this.optional(name)
    if (value === null) throw new OAuthError('invalid_request', `${name} is missing.`)
    return value
  }
}

/**
 * Refuses a scope where a client can ask for one: this server has none.
 *
 * @throws OAuthError `invalid_scope`
 * @see [RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749.html#section-6)
 */
export function requireNoScope(form: Form): void {
  if (form.optional('scope') !== null) throw new OAuthError('invalid_scope', 'There are no scopes here.')
}
