import { afterEach, expect, it, vi } from 'vitest'
import { localStorageEntries, sessionStorageEntries } from './storage-entries.ts'

afterEach(() => vi.unstubAllGlobals())

it.each([
  [
    'refuses to name its storage',
    {
      get localStorage(): Storage {
        throw new DOMException('blocked', 'SecurityError')
      },
      get sessionStorage(): Storage {
        throw new DOMException('blocked', 'SecurityError')
      },
    },
  ],
  ['has no storage', { localStorage: null, sessionStorage: null }],
])('a browser that %s keeps nothing, and nothing fails', (_, window) => {
  vi.stubGlobal('window', window)
  for (const entries of [localStorageEntries, sessionStorageEntries]) {
    entries.write('key', 'value')
    entries.remove('other')
    expect(entries.read('key')).toBeNull()
  }
})
