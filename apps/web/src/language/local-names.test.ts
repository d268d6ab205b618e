import { expect, it } from 'vitest'
import { withLocalNames } from './local-names.ts'

const write = (browser: string, system: string): string => `${browser} (${system})`

it('writes derived names wherever the server has them, and leaves all else', () => {
  const list = {
    current: {
      id: 'Chrome on x',
      name: 'Chrome on Windows',
      derivedName: 'Chrome on Windows',
      device: 'desktop',
      ip: null,
    },
    others: [{ name: 'Work laptop', derivedName: 'Safari on iPhone', createdAt: '2026-11-20T09:00:00Z' }],
    details: { target: { name: 'Samsung Internet on Android' } },
  }
  expect(withLocalNames(list, write)).toEqual({
    current: {
      id: 'Chrome on x',
      name: 'Chrome (Windows)',
      derivedName: 'Chrome (Windows)',
      device: 'desktop',
      ip: null,
    },
    others: [{ name: 'Work laptop', derivedName: 'Safari (iPhone)', createdAt: '2026-11-20T09:00:00Z' }],
    details: { target: { name: 'Samsung Internet (Android)' } },
  })
})

it('leaves a missing answer as it is', () => {
  expect([withLocalNames(null, write), withLocalNames(undefined, write)]).toEqual([null, undefined])
})
