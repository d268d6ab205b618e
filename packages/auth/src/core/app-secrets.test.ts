import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AppSecrets } from './app-secrets.ts'

const [one, two] = ['one secret that is long enough to be one', 'another secret that is long enough to be one'] as const

describe('app secrets', () => {
  it('open a text that they sealed, and seal it differently each time', () => {
    const secrets = new AppSecrets([one], randomBytes)
    const sealed = secrets.seal('private key', 'key-1')
    expect(sealed).not.toContain(Buffer.from('private key').toString('base64url'))
    expect(secrets.seal('private key', 'key-1')).not.toBe(sealed)
    expect(secrets.open(sealed, 'key-1')).toBe('private key')
  })

  it('refuse to open a sealed text that was changed, cut or moved to another context', () => {
    const secrets = new AppSecrets([one], randomBytes)
    const sealed = secrets.seal('private key', 'key-1')
    expect(secrets.open(sealed, 'key-2')).toBeNull()
    const at = sealed.indexOf('.') + 20
    const other = sealed[at] === 'A' ? 'B' : 'A'
    for (const text of [
      sealed.slice(0, at) + other + sealed.slice(at + 1),
      sealed.slice(0, -30),
      sealed.slice(9),
      '',
    ]) {
      expect(secrets.open(text, 'key-1')).toBeNull()
    }
  })

  it('open a text that an older secret sealed until that secret is removed', () => {
    const sealed = new AppSecrets([one], randomBytes).seal('private key', 'key-1')
    expect(new AppSecrets([two, one], randomBytes).open(sealed, 'key-1')).toBe('private key')
    expect(new AppSecrets([two], randomBytes).open(sealed, 'key-1')).toBeNull()
  })

  it('derive the same value from the same input and another from any other input', () => {
    const secrets = new AppSecrets([two, one], randomBytes)
    const old = new AppSecrets([one], randomBytes)
    const derived = secrets.derive(old.newest, 'refresh', 'token')
    expect(derived).toMatch(/^[\w-]{43}$/)
    expect(old.derive(old.newest, 'refresh', 'token')).toBe(derived)
    const others = [
      secrets.derive(secrets.newest, 'refresh', 'token'),
      secrets.derive(old.newest, 'refresh', 'token2'),
      secrets.derive(old.newest, 'other', 'token'),
    ]
    expect(new Set([derived, ...others]).size).toBe(4)
    expect(secrets.derive('gone', 'refresh', 'token')).toBeNull()
  })
})
