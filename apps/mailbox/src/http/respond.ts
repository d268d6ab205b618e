import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Html } from '../pages/html.ts'
import { messagePolicy, pagePolicy, sourcePolicy } from './content-security-policies.ts'

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void

/** Sets the headers of every response. */
export function setHeaders(response: ServerResponse): void {
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-security-policy', sourcePolicy)
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('x-content-type-options', 'nosniff')
}

export function sendPage(response: ServerResponse, status: number, page: Html): void {
  response.setHeader('content-security-policy', pagePolicy)
  send(response, status, 'text/html', page.text)
}

/** Sends the HTML of a message, which can hold anything. */
export function sendMessageHtml(response: ServerResponse, html: string): void {
  response.setHeader('content-security-policy', messagePolicy)
  send(response, 200, 'text/html', html)
}

export function sendText(response: ServerResponse, status: number, text: string | Buffer): void {
  send(response, status, 'text/plain', text)
}

export function sendStyle(response: ServerResponse, style: Buffer): void {
  send(response, 200, 'text/css', style)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', JSON.stringify(body))
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body)
}

/** Returns the URL of a request; its host is always localhost. */
export function urlOf(request: IncomingMessage): URL {
  return URL.parse(request.url ?? '/', 'http://localhost') ?? new URL('http://localhost/')
}
