import { type Handle, sendJson } from './http/respond.ts'

/** Where a redirecting token endpoint points. Counts who followed, and never looks at what they brought. */
export function createElsewhere(): Handle {
  let hits = 0
  return (request, response) => {
    if (request.method !== 'GET') {
      hits += 1
      request.resume()
    }
    sendJson(response, 200, { hits })
  }
}
