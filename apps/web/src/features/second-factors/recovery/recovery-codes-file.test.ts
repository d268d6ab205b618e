import { expect, it } from 'vitest'
import { recoveryCodesText, showRecoveryCode } from './recovery-codes-file.ts'

it('a recovery code is shown in halves', () => {
  expect(showRecoveryCode('BCDFGHJKLM')).toBe('BCDFG-HJKLM')
})

it('a file with recovery codes says what they are for, and has each on a line of its own', () => {
  const text = recoveryCodesText({ head: ['Recovery codes', 'ada@example.com'], codes: ['BCDFGHJKLM', 'ZXWVTSRQPN'] })
  expect(text).toBe('Recovery codes\nada@example.com\n\nBCDFG-HJKLM\nZXWVT-SRQPN\n')
})
