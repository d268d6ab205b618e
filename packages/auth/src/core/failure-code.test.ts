import { expect, it } from 'vitest'
import { failureCode } from './failure-code.ts'

const withCode = (code: string, options: ErrorOptions = {}): Error =>
  Object.assign(new Error('connect to secret.internal', options), { code })

it.each([
  ['the innermost code', new TypeError('fetch failed', { cause: withCode('ENOTFOUND') }), 'ENOTFOUND'],
  ['an outer code where the cause has none', withCode('ECONNRESET', { cause: new Error('x') }), 'ECONNRESET'],
  ['the name of an error without a code', new DOMException('the operation timed out', 'TimeoutError'), 'TimeoutError'],
  ['the name where the code is a sentence', withCode('a secret of 20 words'), 'Error'],
  ['nothing for what is no error', 'ENOTFOUND', null],
])('the code of a failure is %s', (_, error, expected) => {
  expect(failureCode(error)).toBe(expected)
})
