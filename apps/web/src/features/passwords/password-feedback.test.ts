import { describe, expect, it } from 'vitest'
import { passwordFeedback, passwordToLookUp } from './password-feedback.ts'

const rules = {
  minLength: 8,
  context: { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' },
  isListed: (password: string) => password === 'password1',
}

describe('the feedback on a new password', () => {
  it.each([
    ['', 'short'],
    ['7654321', 'short'],
    ['🔑'.repeat(7), 'short'],
    ['e\u0301'.repeat(7), 'short'],
    ['🔑🔒🔓🗝️🚪🧱🪟🏠', 'met'],
    ['correct horse', 'met'],
    ['password1', 'common'],
    ['abababab', 'common'],
    ['Ada Lovelace', 'common'],
    ['latchkeylatchkey', 'common'],
    ['a'.repeat(257), 'refused'],
    ['password\0', 'refused'],
  ])('for %j is %s', (typed, feedback) => {
    expect(passwordFeedback(typed, rules)).toBe(feedback)
  })

  it('follows the length that the server asks for', () => {
    expect(passwordFeedback('correct horse', { ...rules, minLength: 15 })).toBe('short')
  })

  it('looks a password up in the form in which the server does, and only when it could be set', () => {
    expect(passwordToLookUp('e\u0301'.repeat(8), 8)).toBe('é'.repeat(8))
    expect(passwordToLookUp('short', 8)).toBeNull()
  })
})
