import type { StoredTokens, TokenStore } from './token-store.ts'

/**
 * Creates a store that keeps the tokens in the memory of this process. They are lost when it ends; call `signOut`
 * before that, or the session stays open without a program that can use it.
 *
 * @param tokens - what the store begins with; nothing if left out
 * @returns the store
 * @example
 * ```ts
 * import { createClient, memoryTokenStore, signInByDevice, signOut } from '@latchkey/client'
 *
 * const latchkey = { url: 'https://id.example.com', clientId: 'latchkey-cli', tokenStore: memoryTokenStore() }
 * await signInByDevice({ ...latchkey, onCode: (code) => console.log(code.verificationUriComplete) })
 * console.log(await createClient(latchkey).sessions.list.query())
 * await signOut(latchkey)
 * ```
 */
export function memoryTokenStore(tokens: StoredTokens | null = null): TokenStore {
  let stored = tokens
  return {
    read: async () => stored,
    write: async (next) => {
      stored = next
    },
  }
}
