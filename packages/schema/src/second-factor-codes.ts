import { userCodeAlphabet } from './user-code.ts'

/** How many letters a recovery code has. */
export const recoveryCodeLength = 10

const totpShape = /^[0-9]{6}$/
const recoveryShape = new RegExp(`^[${userCodeAlphabet}]{${recoveryCodeLength}}$`)

/** Returns the letters and digits of a code as people type it: with spaces and dashes, in any case. */
export function codeCharacters(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}

/** Whether letters and digits can be the code of an authenticator app. */
export function isTotpCode(characters: string): boolean {
  return totpShape.test(characters)
}

/** Whether letters and digits can be the code of an authenticator app, or a recovery code. */
export function isSecondFactorCode(characters: string): boolean {
  return isTotpCode(characters) || recoveryShape.test(characters)
}
