import { describe, expect, it } from 'vitest'
import { codeCharacters, isSecondFactorCode, isTotpCode } from './second-factor-codes.ts'
import { confirmTotpInput, secondFactorCodeInput } from './second-factors.ts'

describe('the code of a second factor', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['bcdfg-hjklm', 'BCDFGHJKLM'],
    ['BCDFG hjklm\n', 'BCDFGHJKLM'],
  ])('%j is taken as people type it', (typed, code) => {
    expect(codeCharacters(typed)).toBe(code)
    expect(isSecondFactorCode(codeCharacters(typed))).toBe(true)
    expect(secondFactorCodeInput.parse(typed)).toBe(code)
  })

  it.each(['', '12345', '1234567', 'BCDFGHJKL', 'AEIOUAEIOU', '12345B'])('%j is none', (typed) => {
    expect(isSecondFactorCode(codeCharacters(typed))).toBe(false)
    expect(secondFactorCodeInput.safeParse(typed).success).toBe(false)
  })

  it('is that of an authenticator app with six digits alone', () => {
    expect(isTotpCode('123456')).toBe(true)
    expect(isTotpCode('BCDFGHJKLM')).toBe(false)
    expect(confirmTotpInput.safeParse({ setup: 'sealed', code: '123 456' }).data?.code).toBe('123456')
    expect(confirmTotpInput.safeParse({ setup: 'sealed', code: 'BCDFG-HJKLM' }).success).toBe(false)
  })
})
