import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Html } from '../pages/html.ts'

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

/**
 * Chromium applies form-action to the redirects after a form too, so that the callbacks of the app must be allowed.
 * @see [CSP3 §6.4.1.1](https://www.w3.org/TR/CSP3/#directive-form-action)
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self' http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function sendPage(response: ServerResponse, status: number, page: Html): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'cache-control': 'no-store',
  })
  response.end(page.text)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

export function redirect(response: ServerResponse, status: 302 | 303, location: string): void {
  response.writeHead(status, { location, 'cache-control': 'no-store' }).end()
}

/** Returns the URL of a request; its host is always localhost. */
export function urlOf(request: IncomingMessage): URL {
  return URL.parse(request.url ?? '/', 'http://localhost') ?? new URL('http://localhost/')
}
