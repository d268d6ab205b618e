/** What is known of the other end of a request. All of it is as trustworthy as the configured proxies. */
export interface ClientInfo {
  readonly ip: string | null
  readonly userAgent: string | null
  /** The id under which the request is logged. */
  readonly requestId: string
}
