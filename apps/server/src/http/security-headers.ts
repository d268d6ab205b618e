import { randomBytes } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { RequestHandler, Response } from 'express'
import helmet, { type HelmetOptions } from 'helmet'
import type { CaptchaSources } from '../captcha/captcha-providers.ts'

const year = 365 * 24 * 60 * 60
const nonceBytes = 16

type StyleSource = string | ((req: unknown, res: ServerResponse) => string)

/** The nonce that this answer's policy allows for a style element. */
export function styleNonce(res: Response): string {
  return String(res.locals['styleNonce'])
}

const nonceSource: StyleSource = (_req, res) => `'nonce-${styleNonce(res as Response)}'`

const makeNonce: RequestHandler = (_req, res, next) => {
  res.locals['styleNonce'] = randomBytes(nonceBytes).toString('base64url')
  next()
}

/**
 * Scripts only from our own files, and those in the page itself by their hashes; styles from our own files and from
 * elements with this answer's nonce, which the component library needs; no framing, no plug-ins, no base tag. Frames, and
 * what is not our own, only from the provider of the CAPTCHA, where there is one.
 */
export function securityHeaders({ scripts, captcha }: PageSources): readonly RequestHandler[] {
  return [makeNonce, helmet(options({ scripts, styles: [nonceSource], captcha }))]
}

const setHeaders = helmet(options({ scripts: [], styles: [], captcha: null }))

/** Keeps the headers that are set, with their names as they are written. */
class RecordingResponse extends ServerResponse {
  readonly headers: [name: string, value: string][] = []

  override setHeader(name: string, value: unknown): this {
    this.headers.push([name, String(value)])
    return this
  }
}

/** Returns the security headers of answers that are no page, as names and values. */
export function securityHeadersOfAnswers(): readonly (readonly [name: string, value: string])[] {
  const res = new RecordingResponse(new IncomingMessage(new Socket()))
  setSecurityHeaders(res)
  return res.headers
}

/** Sets the same headers on an answer that is no page and passes no middleware. */
export function setSecurityHeaders(res: ServerResponse): void {
  setHeaders(res.req, res, (error) => {
    if (error !== undefined) throw error
  })
}

/** Says how a window treats a page. A file is shown in none, or in one of its own where no script runs. */
const pageHeaders = [
  'Cross-Origin-Opener-Policy',
  'Origin-Agent-Cluster',
  'Referrer-Policy',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-XSS-Protection',
]

const filePolicy = "default-src 'none'; frame-ancestors 'none'"

/** Leaves an answer with a file of the web app the headers that a file needs: the others would be a good part of it. */
export function setFileHeaders(res: Response): void {
  for (const name of pageHeaders) res.removeHeader(name)
  res.set('Content-Security-Policy', filePolicy)
}

/** What a page may load beside our own files. */
export interface PageSources {
  /** The hashes of the scripts in the page itself. */
  readonly scripts: readonly string[]
  /** Those of the provider of the CAPTCHA; `null` where there is none. */
  readonly captcha: CaptchaSources | null
}

interface Sources extends PageSources {
  readonly styles: readonly StyleSource[]
}

function options({ scripts, styles, captcha }: Sources): HelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'", ...scripts, ...(captcha?.script ?? [])],
        'style-src': ["'self'", ...styles, ...(captcha?.style ?? [])],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'", ...(captcha?.connect ?? [])],
        ...(captcha !== null && { 'frame-src': captcha.frame }),
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'object-src': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: year, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
  }
}
