import type { StoredTokens, TokenStore } from './token-store.ts'

/** Tokens that go with the process. */
export function memoryTokenStore(tokens: StoredTokens | null = null): TokenStore {
  let stored = tokens
  return {
    read: async () => stored,
    write: async (next) => {
      stored = next
    },
  }
}
