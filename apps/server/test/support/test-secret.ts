import { createHash } from 'node:crypto'

/** Returns a secret that is as strong as a random one and the same in every run. */
export function testSecret(name = 'first'): string {
  return createHash('sha256').update(`secret of the tests: ${name}`).digest('base64url')
}
