import { createHash } from 'node:crypto'

/**
 * Returns the SHA-1 of a password in UTF-8. Lists of breached passwords are published under it; nothing here depends on its
 * strength, and no password is stored under it.
 */
export function passwordDigest(password: string): Buffer {
  return createHash('sha1').update(password, 'utf8').digest()
}
