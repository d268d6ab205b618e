import { fileURLToPath } from 'node:url'

/** The filter of common passwords that comes with the server. */
export const commonPasswordsFile = fileURLToPath(new URL('../passwords/common-passwords.filter', import.meta.url))

/** Returns what it is made of: the commonest passwords of public breaches, lower case; some 49,000, under the MIT licence. */
export async function listCommonPasswords(): Promise<readonly string[]> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return dictionary['passwords-common']
}
