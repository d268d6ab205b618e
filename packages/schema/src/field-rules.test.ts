import { describe, expect, it } from 'vitest'
import { emailProblem, nameProblem, newPasswordProblem, passwordProblem, sessionNameProblem } from './field-rules.ts'

describe('the rules of a field', () => {
  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['Ada', null],
    ['x'.repeat(80), null],
    ['x'.repeat(81), 'too_long'],
    ['x'.repeat(10_000), 'too_long'],
    ['a\u0007b', 'invalid'],
    ['\uD800', 'invalid'],
  ])('say of the name %j: %s', (typed, problem) => {
    expect(nameProblem(typed)).toBe(problem)
  })

  it.each([
    ['', 'missing'],
    ['\u200B', 'missing'],
    ['Work laptop', null],
    ['x'.repeat(61), 'too_long'],
    ['a\u202Eb', 'invalid'],
  ])('say of the session name %j: %s', (typed, problem) => {
    expect(sessionNameProblem(typed)).toBe(problem)
  })

  it.each([
    [' ', 'missing'],
    ['ada', 'invalid'],
    ['ada@example.com', null],
  ])('say of the address %j: %s', (typed, problem) => {
    expect(emailProblem(typed)).toBe(problem)
  })

  it.each([
    ['', 'missing'],
    ['x', null],
    ['x\0', 'invalid'],
    ['x'.repeat(2049), 'too_long'],
  ])('say of the password %j: %s', (typed, problem) => {
    expect(passwordProblem(typed)).toBe(problem)
  })

  it('count a new password in characters, and by the minimum of the server', () => {
    expect(newPasswordProblem('1234567')).toBe('too_short')
    expect(newPasswordProblem('12345678')).toBeNull()
    expect(newPasswordProblem('12345678', 15)).toBe('too_short')
    expect(newPasswordProblem('🔑'.repeat(8))).toBeNull()
    expect(newPasswordProblem('🔑'.repeat(7))).toBe('too_short')
    expect(newPasswordProblem('x'.repeat(257))).toBe('too_long')
  })
})
