import { describe, expect, it } from 'vitest'
import { newPasswordInput, passwordInput, signInInput, signUpInput } from './passwords.ts'

describe('a new password', () => {
  it.each([
    ['8 letters', 'a'.repeat(8)],
    ['8 emoji', '🔑'.repeat(8)],
    ['256 emoji', '🔑'.repeat(256)],
    ['64 characters', 'x'.repeat(64)],
    ['spaces around and inside', '  a  b  '],
    ['only digits', '73910284'],
    ['any script', 'パスワードです！'],
  ])('may be %s', (_, password) => {
    expect(newPasswordInput.parse(password)).toBe(password)
  })

  it.each([
    ['7 letters', 'a'.repeat(7)],
    ['7 emoji, though 14 UTF-16 units', '🔑'.repeat(7)],
    ['8 code points that NFC makes 4', 'e\u0301'.repeat(4)],
    ['257 letters', 'a'.repeat(257)],
    ['a megabyte', 'a'.repeat(1_000_000)],
    ['what takes seconds to normalise', `a${'\u0315\u0300\u05b0\u0591\u0323'.repeat(200_000)}`],
    ['a lone surrogate', 'password\uD800'],
    ['NUL', 'pass\0word'],
    ['no string', 12_345_678],
  ])('may not be %s', (_, password) => {
    expect(newPasswordInput.safeParse(password).success).toBe(false)
  })
})

describe('a password to sign in with', () => {
  it('may be shorter than what can be set today', () => {
    expect(passwordInput.safeParse('short').success).toBe(true)
  })

  it.each(['', 'a'.repeat(1_000_000), '\uDC00', 'a\0', null, []])('may not be %j', (password) => {
    expect(passwordInput.safeParse(password).success).toBe(false)
  })
})

describe('sign-up and sign-in input', () => {
  const ada = { email: 'ada@example.com', password: 'correct horse', name: 'Ada' }

  it.each(['{"role":"admin"', '{"id":"1"', '{"__proto__":{"role":"admin"}'])('has no room for %s', (extra) => {
    const input: unknown = JSON.parse(JSON.stringify(ada).replace('{', `${extra},`))
    expect(signUpInput.safeParse(input).success).toBe(false)
  })

  it('leaves “remember me” out when it is not asked for', () => {
    expect(signUpInput.parse(ada)).toEqual(ada)
    expect(signUpInput.safeParse({ ...ada, remember: 'yes' }).success).toBe(false)
    expect(signInInput.safeParse(ada).success).toBe(false)
  })
})
