import { timingSafeEqual } from 'node:crypto'
import type { ChallengeId } from '@latchkey/schema'
import type { AppSecrets } from '../core/app-secrets.ts'
import type { CodeHash } from './challenge.ts'

/**
 * Returns what is stored of a mailed code: a keyed hash, because 34 bits are guessed in seconds from a plain one. It is of one
 * challenge: the same code of another has another hash.
 */
export function hashCode(secrets: AppSecrets, challenge: ChallengeId, code: string): CodeHash {
  return hashUnder(secrets, secrets.newest, challenge, code) ?? unreachable()
}

/** Whether a code is that of a challenge. Compares in constant time. */
export function isCodeOf(
  secrets: AppSecrets,
  { id, codeHash }: { readonly id: ChallengeId; readonly codeHash: CodeHash },
  code: string,
): boolean {
  const [secret = ''] = codeHash.split('.', 1)
  // `null` when the secret was removed since: then the code is worth nothing any more.
  const hash = hashUnder(secrets, secret, id, code)
  return hash !== null && timingSafeEqual(Buffer.from(hash), Buffer.from(codeHash))
}

function hashUnder(secrets: AppSecrets, secret: string, challenge: ChallengeId, code: string): CodeHash | null {
  const derived = secrets.derive(secret, 'mailed code', `${challenge} ${code}`)
  return derived === null ? null : (`${secret}.${derived}` as CodeHash)
}

function unreachable(): never {
  throw new TypeError('the newest secret is always there')
}
