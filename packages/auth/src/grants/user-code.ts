import type { RandomBytes } from '../core/random.ts'
import { newReadableCode, showReadableCode } from '../core/readable-code.ts'

/** Eight letters that a user copies from one screen to another: 34 bits, valid for ten minutes and a few tries. */
export type UserCode = string & { readonly __brand: 'UserCode' }

/** Returns a new user code; every code is equally likely. */
export function newUserCode(random: RandomBytes): UserCode {
  return newReadableCode(random) as UserCode
}

/** Returns a user code as devices show it: in two halves. */
export function showUserCode(code: UserCode): string {
  return showReadableCode(code)
}
