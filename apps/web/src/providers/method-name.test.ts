import { expect, it } from 'vitest'
import { english } from '../language/testing-texts.ts'
import { methodName } from './method-name.ts'

it('names the password, or the provider', () => {
  const providers = [{ id: 'example', name: 'Example ID' }]
  const name = (method: Parameters<typeof methodName>[0]): string => methodName(method, providers, english('methods'))
  expect(name('password')).toBe('Password')
  expect(name('code')).toBe('Mailed code')
  expect(name('oauth:example')).toBe('Example ID')
  expect(name('oauth:acme')).toBe('Acme')
  expect(name('approved:device')).toBe('Approved with a code')
})
