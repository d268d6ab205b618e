/** What is known of the other end of a request. All of it is as trustworthy as the configured proxies. */
export interface ClientInfo {
  readonly ip: string | null
  readonly userAgent: string | null
  /** `null` when the client gives none: only Chromium and what is built on it do. */
  readonly hints: ClientHints | null
  /** The id under which the request is logged. */
  readonly requestId: string
}

/**
 * What a browser says of itself beside its user agent. A claim like that one, and no better.
 *
 * @see [User-Agent Client Hints §3](https://wicg.github.io/ua-client-hints/#http-ua-hints)
 */
export interface ClientHints {
  /** In no order that means anything, and some of them made up. */
  readonly brands: readonly string[]
  readonly platform: string | null
  /** Whether it would rather have pages for a phone. */
  readonly mobile: boolean | null
}
