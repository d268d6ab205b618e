import { describe, expect, it } from 'vitest'
import { keepPreferences } from './keep-preferences.ts'
import { lastMethod, rememberMethod } from './last-method.ts'

function testStorage(): Pick<Storage, 'getItem' | 'setItem' | 'clear'> {
  const entries = new Map<string, string>()
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    clear: () => entries.clear(),
  }
}

describe('the last sign-in method of a browser', () => {
  it('is the one that was stored last', () => {
    const storage = testStorage()
    expect(lastMethod(storage)).toBeNull()
    rememberMethod('password', storage)
    rememberMethod('oauth:google', storage)
    expect(lastMethod(storage)).toBe('oauth:google')
  })

  it('outlives a sign-out, at which the browser clears the storage', () => {
    const storage = testStorage()
    rememberMethod('password', storage)
    const restore = keepPreferences(storage)
    storage.clear()
    restore()
    expect(lastMethod(storage)).toBe('password')
  })

  it('is unknown where storage is blocked', () => {
    const blocked = (): never => {
      throw new DOMException('blocked', 'SecurityError')
    }
    expect(() => rememberMethod('password', { setItem: blocked })).not.toThrow()
    expect(lastMethod({ getItem: blocked })).toBeNull()
  })
})
