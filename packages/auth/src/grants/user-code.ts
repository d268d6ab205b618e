import { userCodeAlphabet, userCodeLength } from '@latchkey/schema'
import type { RandomBytes } from '../core/random.ts'

/** Eight letters that a user copies from one screen to another: 34 bits, valid for ten minutes and a few tries. */
export type UserCode = string & { readonly __brand: 'UserCode' }

/** Bytes from here on would make some letters more likely than others. */
const fair = 256 - (256 % userCodeAlphabet.length)

/** Returns a new user code; every code is equally likely. */
export function newUserCode(random: RandomBytes): UserCode {
  let code = ''
  while (code.length < userCodeLength) {
    for (const byte of random(userCodeLength)) {
      if (byte < fair && code.length < userCodeLength) code += userCodeAlphabet.charAt(byte % userCodeAlphabet.length)
    }
  }
  return code as UserCode
}

/** Returns a user code as devices show it: in two halves. */
export function showUserCode(code: UserCode): string {
  const half = userCodeLength / 2
  return `${code.slice(0, half)}-${code.slice(half)}`
}
