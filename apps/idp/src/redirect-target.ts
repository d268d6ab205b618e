import { type Handle, sendJson } from './http/respond.ts'

/**
 * Creates the default target of a redirecting token endpoint. It counts requests other than GET, which are those that
 * followed the redirect, and reads none of their bodies. Every response is `{ hits }`.
 */
export function createRedirectTarget(): Handle {
  let hits = 0
  return (request, response) => {
    if (request.method !== 'GET') {
      hits += 1
      request.resume()
    }
    sendJson(response, 200, { hits })
  }
}
