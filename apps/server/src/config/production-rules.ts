import { localClientId } from '@latchkey/auth'
import { isPublicHttps } from './is-production.ts'
import type { ConfiguredProvider } from './read-providers.ts'
import { trustsLoopback } from './trust-proxy.ts'
import type { Variables } from './variables.ts'

/** OWASP's list of equally strong argon2id settings: KiB of memory, passes. */
const strongEnough: readonly (readonly [number, number])[] = [
  [47_104, 1],
  [19_456, 2],
  [12_288, 3],
  [9216, 4],
  [7168, 5],
]

/** Returns a line for the operator for each setting that production (`isProduction`) refuses. */
export function unsafeInProduction(env: Variables, providers: readonly ConfiguredProvider[]): readonly string[] {
  const found: string[] = []
  if (providers.some(({ settings }) => settings.clientId === localClientId)) {
    found.push(`The client id ${localClientId} is the local provider’s: use one that is registered at your provider.`)
  }
  if (env.APP_SECRETS.length === 0) {
    found.push(
      'APP_SECRETS must be set in production: 32 random characters or more, like from openssl rand -base64 32.',
    )
  }
  if (env.PUBLIC_URL === undefined) {
    found.push('PUBLIC_URL must be set in production, to the address that people open, like https://id.example.com.')
  }
  if (
    !strongEnough.some(
      ([memory, passes]) => env.PASSWORD_HASH_MEMORY_KIB >= memory && env.PASSWORD_HASH_PASSES >= passes,
    )
  ) {
    found.push(
      'PASSWORD_HASH_MEMORY_KIB and PASSWORD_HASH_PASSES are too weak for production: use 19456 and 2, or more.',
    )
  }
  return [...found, ...unsafeProxies(env)]
}

/**
 * The server speaks plain HTTP, so a proxy is in front of a public https address. An address that a request was forwarded
 * for is believed from the proxies that are named, and from no other peer.
 */
function unsafeProxies({ TRUST_PROXY, HOST, PUBLIC_URL }: Variables): readonly string[] {
  if (typeof TRUST_PROXY === 'number') {
    return [
      'TRUST_PROXY must name the proxies in production, like loopback, private or 10.0.0.7: a number believes every peer that connects.',
    ]
  }
  if (!isPublicHttps(PUBLIC_URL)) return []
  if (TRUST_PROXY === undefined) {
    return [
      'TRUST_PROXY must be set in production, to the addresses of the proxy in front, like loopback, private or 10.0.0.7; 0 if none hides the addresses of clients.',
    ]
  }
  if (HOST !== undefined || trustsLoopback(TRUST_PROXY)) return []
  return [
    'HOST must be set, to the address of this machine that the proxy connects to: without it the server listens on 127.0.0.1, and TRUST_PROXY names no proxy on this machine.',
  ]
}
