import { fileURLToPath } from 'node:url'
import { buildPasswordFilter } from '../packages/auth/src/passwords/build-password-filter.ts'
import { codePointLength, normalizePassword, passwordMinLength } from '../packages/schema/src/index.ts'

/** The filter of common passwords that browsers load while a new password is typed. */
export const browserPasswordsFile = fileURLToPath(
  new URL('../apps/web/src/features/passwords/common-passwords.bin', import.meta.url),
)

/** Returns the bytes of that filter: of the server's list, what is long enough for any server to take. */
export async function browserPasswordsFilter(passwords: readonly string[]): Promise<Buffer> {
  const long = passwords.filter((password) => codePointLength(normalizePassword(password)) >= passwordMinLength)
  const { filter } = await buildPasswordFilter(() => long)
  return filter.toBytes()
}
