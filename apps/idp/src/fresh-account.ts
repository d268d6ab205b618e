import { createHash } from 'node:crypto'
import type { Account } from './accounts.ts'

const usableLogin = /^[a-z0-9][a-z0-9._+-]{0,63}$/i
const firstFreshGithubId = 1_000_000
const idBytes = 6

/**
 * Makes an account from a typed login. The same login gives the same account at every sign-in, so that a test can sign in
 * again. Returns null when the login cannot be the local part of an address.
 */
export function freshAccount(login: string): Account | null {
  if (!usableLogin.test(login)) return null
  const digest = createHash('sha256').update(login).digest()
  return {
    id: login,
    name: login,
    email: `${login}@example.com`,
    emailVerified: true,
    emailPublic: false,
    githubId: firstFreshGithubId + digest.readUIntBE(0, idBytes),
    fresh: true,
  }
}
