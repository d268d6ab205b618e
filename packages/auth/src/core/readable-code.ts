import { userCodeAlphabet, userCodeLength } from '@latchkey/schema'
import type { RandomBytes } from './random.ts'

/** Bytes from here on would make some letters more likely than others. */
const fair = 256 - (256 % userCodeAlphabet.length)

/** Returns eight letters that a person copies from one screen to another, 34 bits; every code is equally likely. */
export function newReadableCode(random: RandomBytes): string {
  let code = ''
  while (code.length < userCodeLength) {
    for (const byte of random(userCodeLength)) {
      if (byte < fair && code.length < userCodeLength) code += userCodeAlphabet.charAt(byte % userCodeAlphabet.length)
    }
  }
  return code
}

/** Returns a code as people read it: in two halves. */
export function showReadableCode(code: string): string {
  const half = userCodeLength / 2
  return `${code.slice(0, half)}-${code.slice(half)}`
}
