import type { SecondFactor, StepUpMethod } from '@latchkey/schema'
import { expect, it } from 'vitest'
import { english } from '../language/testing-texts.ts'
import { methodName } from './method-name.ts'

const providers = [{ id: 'example', name: 'Example ID' }]

function name(method: StepUpMethod, secondFactor?: SecondFactor): string {
  return methodName(method, providers, english('methods'), secondFactor)
}

it('names the password, or the provider', () => {
  expect(name('password')).toBe('Password')
  expect(name('code')).toBe('Mailed code')
  expect(name('oauth:example')).toBe('Example ID')
  expect(name('oauth:acme')).toBe('Acme')
  expect(name('approved:device')).toBe('Approved with a code')
  expect(name('passkey')).toBe('Passkey')
  expect(name('totp')).toBe('Authenticator app')
  expect(name('recovery_code')).toBe('Recovery code')
})

it('names the second factor that was shown as well', () => {
  expect(name('password', 'totp')).toBe('Password and code')
  expect(name('code', 'totp')).toBe('Mailed code and authenticator code')
  expect(name('oauth:example', 'recovery_code')).toBe('Example ID and recovery code')
  expect(name('password', 'passkey')).toBe('Password and passkey')
  expect(name('password', 'trusted_device')).toBe('Password, trusted device')
  expect(name('passkey', 'passkey')).toBe('Passkey')
})
