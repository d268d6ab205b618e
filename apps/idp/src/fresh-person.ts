import { createHash } from 'node:crypto'
import type { Person } from './people.ts'

const usableLogin = /^[a-z0-9][a-z0-9._+-]{0,63}$/i
const firstFreshGithubId = 1_000_000
const idBytes = 6

/** The same login is the same person on every visit, so that a test can come back. Null when it can't be an address. */
export function freshPerson(login: string): Person | null {
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
