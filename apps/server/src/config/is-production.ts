import { isLocalHost } from './local-hosts.ts'

/**
 * Returns whether people other than the operator use this server: `NODE_ENV` is `production`, or the public address is
 * https on another host than this machine. Then the rules of `unsafeInProduction` hold.
 */
export function isProduction({
  nodeEnv,
  publicUrl,
}: {
  readonly nodeEnv: string | undefined
  readonly publicUrl: URL | null | undefined
}): boolean {
  return nodeEnv === 'production' || isPublicHttps(publicUrl)
}

/** Returns whether people reach the server at an https address that is not on this machine. */
export function isPublicHttps(publicUrl: URL | null | undefined): boolean {
  return publicUrl?.protocol === 'https:' && !isLocalHost(publicUrl)
}
