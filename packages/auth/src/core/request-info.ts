import type { Secret } from './secret.ts'

/** What is known of the peer of a request. All of it is as trustworthy as the configured proxies. */
export interface RequestInfo {
  readonly ip: string | null
  readonly userAgent: string | null
  /** `null` when the peer sends none: only Chromium and browsers that are built on it do. */
  readonly hints: ClientHints | null
  /** The id under which the request is logged. */
  readonly requestId: string
  /** The secret by which the browser may be one in which its user is not asked for a second factor. Absent without one. */
  readonly trustedDevice?: Secret<'trusted device'> | null
}

/**
 * What a browser states about itself beside its user agent. It is a claim like the user agent, and no more reliable.
 *
 * @see [User-Agent Client Hints §3](https://wicg.github.io/ua-client-hints/#http-ua-hints)
 */
export interface ClientHints {
  /** In arbitrary order; some of them are invented by the browser. */
  readonly brands: readonly string[]
  readonly platform: string | null
  /** Whether the browser prefers pages for a phone. */
  readonly mobile: boolean | null
}
