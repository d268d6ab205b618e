import { userCodeAlphabet, userCodeLength } from '@latchkey/schema'
import type { RandomBytes } from '../random.ts'

/** Eight letters that a person carries from one screen to another: 34 bits, good for ten minutes and a few tries. */
export type UserCode = string & { readonly __brand: 'UserCode' }

/** Whatever is above would make some letters more likely than others. */
const fair = 256 - (256 % userCodeAlphabet.length)

export function newUserCode(random: RandomBytes): UserCode {
  let code = ''
  while (code.length < userCodeLength) {
    for (const byte of random(userCodeLength)) {
      if (byte < fair && code.length < userCodeLength) code += userCodeAlphabet.charAt(byte % userCodeAlphabet.length)
    }
  }
  return code as UserCode
}

/** As it is shown: in two halves. */
export function showUserCode(code: UserCode): string {
  const half = userCodeLength / 2
  return `${code.slice(0, half)}-${code.slice(half)}`
}
