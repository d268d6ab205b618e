import { localClientId } from '@latchkey/auth'
import { isPublicHttps } from './is-production.ts'
import { isLoopback } from './local-hosts.ts'
import type { ConfiguredProvider } from './read-providers.ts'
import { isStrongSecret } from './secret-strength.ts'
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
  if (providers.some(({ settings }) => settings.clientId.trim() === localClientId)) {
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
  if (!env.APP_SECRETS.every(isStrongSecret)) found.push(guessableSecret)
  if (env.MAILBOX_URL !== undefined)
    found.push('MAILBOX_URL must be left out in production: it is where the mails of a laptop are read.')
  return found
}

const guessableSecret =
  'APP_SECRETS must be made at random, each secret like from openssl rand -base64 32: one of these can be guessed.'

/**
 * Returns a line for the operator for each setting that is accepted and is hardly what was meant; they are logged at start.
 * The server speaks plain HTTP, so a proxy is in front of a public https address, and is to be named.
 */
export function doubtfulSettings(env: Variables): readonly string[] {
  const found = env.APP_SECRETS.every(isStrongSecret) ? [] : [guessableSecret]
  const { TRUST_PROXY, HOST, PUBLIC_URL } = env
  if (PUBLIC_URL === undefined && HOST !== undefined && !isLoopback(HOST)) {
    found.push(
      'PUBLIC_URL should be set to the address that people open: without it a server that other machines reach is taken for one on a laptop, whose settings may be weak.',
    )
  }
  if (!isPublicHttps(PUBLIC_URL)) return found
  if (typeof TRUST_PROXY === 'number') {
    found.push(
      'TRUST_PROXY should name the proxies, like loopback, private or 10.0.0.7: a number believes every peer on this machine and its private networks.',
    )
  }
  if (TRUST_PROXY === undefined) {
    found.push(
      'TRUST_PROXY should name the proxy in front, like loopback, private or 10.0.0.7: without it all users share the rate limits of one network; 0 if none hides the addresses of clients.',
    )
  }
  if (HOST === undefined && TRUST_PROXY !== undefined && !trustsLoopback(TRUST_PROXY)) {
    found.push(
      'HOST should be set, to the address of this machine that the proxy connects to: without it the server listens on 127.0.0.1, and TRUST_PROXY names no proxy on this machine.',
    )
  }
  return found
}
