import { localClientId } from '@latchkey/auth'
import type { ConfiguredProvider } from './read-providers.ts'
import type { Variables } from './variables.ts'

/** OWASP's list of equally strong argon2id settings: KiB of memory, passes. */
const strongEnough: readonly (readonly [number, number])[] = [
  [47_104, 1],
  [19_456, 2],
  [12_288, 3],
  [9216, 4],
  [7168, 5],
]

/** Returns a line for the operator for each setting that production refuses. */
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
  return found
}
