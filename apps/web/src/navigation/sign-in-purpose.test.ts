import { expect, it } from 'vitest'
import { signInPurpose } from './sign-in-purpose.ts'

it.each([
  ['/oauth/authorize?response_type=code&client_id=latchkey-cli&state=1e3', { kind: 'app', clientId: 'latchkey-cli' }],
  ['/oauth/authorize?client_id=1e3', { kind: 'app', clientId: '1e3' }],
  ['/oauth/authorize?client_id=a&client_id=b', { kind: 'app', clientId: null }],
  ['/oauth/authorize', { kind: 'app', clientId: null }],
  ['/device?code=BBBB-BBBB', { kind: 'device' }],
  ['/device/', { kind: 'device' }],
  ['/events/01a22f64', { kind: 'event' }],
  ['/events', null],
  ['/security?connect=google', { kind: 'connection', provider: 'google' }],
  ['/security', null],
  ['/sign-in-methods?connect=google', { kind: 'connection', provider: 'google' }],
  ['/sign-in-methods?connect=%3Cb%3E', null],
  ['/sign-in-methods', null],
  ['/devices', null],
  ['/?client_id=latchkey-cli', null],
  ['/', null],
])('a sign-in that leads to %s is for %j', (path, purpose) => {
  expect(signInPurpose(path)).toEqual(purpose)
})
