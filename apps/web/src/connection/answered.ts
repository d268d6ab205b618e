/** What proxies answer in place of a server that they can't reach. */
const gatewayStatuses: ReadonlySet<number> = new Set([502, 503, 504])

/**
 * Whether a response is an answer of our server, which are JSON. A gateway's error page is none, and neither is the page of a
 * captive portal.
 */
export function isAnswer(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').includes('json')
}

/** Whether a proxy answered in place of the server. */
export function isGatewayError(response: Response): boolean {
  return gatewayStatuses.has(response.status) && !isAnswer(response)
}
