import type { ProviderDefinition } from './provider-definition.ts'

/** The client id at the local provider of development. Its secret is public, so production refuses it. */
export const localClientId = 'latchkey-local'

/** Returns the client id and secret at the local provider, as variables with this prefix. */
export function localClient(prefix: string): Readonly<Record<string, string>> {
  return { [`${prefix}_CLIENT_ID`]: localClientId, [`${prefix}_CLIENT_SECRET`]: 'not-a-secret' }
}

/**
 * Returns the variables that make the server use the local provider of development, for every provider that it plays.
 *
 * @param address - the origin of the local provider
 */
export function localProviderVariables(
  address: string,
  definitions: readonly ProviderDefinition[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(definitions.flatMap((definition) => Object.entries(definition.local(address) ?? {})))
}
