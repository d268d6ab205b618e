import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalEmail } from './email.ts'
import { nameInput } from './users.ts'

describe('canonical email', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada@Example.COM ', 'ada@example.com'],
    ['ada＠example.com', 'ada@example.com'],
    ['ａｄａ@example.com', 'ada@example.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@example。com', 'ada@example.com'],
    ['ada+tag@example.com', 'ada+tag@example.com'],
    ['a.d.a@example.com', 'a.d.a@example.com'],
    ['\u212Aelvin@example.com', 'kelvin@example.com'],
    ['ünï@example.com', 'ünï@example.com'],
    ['J\u030C@example.com', '\u01F0@example.com'],
    ['\u01F0@example.com', '\u01F0@example.com'],
  ])('%j is %j', (typed, canonical) => {
    expect(canonicalEmail(typed)).toBe(canonical)
  })

  it.each([
    '',
    'ada',
    '@example.com',
    'ada@',
    'ada@example',
    'ada@@example.com',
    'ada@exa mple.com',
    'a da@example.com',
    'ada@example.com/path',
    'ada@example.com:25',
    'ada@example.com?x',
    'ada@example.com#x',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@-example.com',
    'ada@example..com',
    'ada@example.com.',
    'ada%40example.com',
    'ada@ex%61mple.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..da@example.com',
    '"ada"@example.com',
    'ada@example.com, bob@example.com',
    'ada@example.com\nBcc: bob@example.com',
    'ada\0@example.com',
    '\uD800ada@example.com',
    'ada@\uDC00example.com',
    'ad\u202Ea@example.com',
    'ad\u200Ba@example.com',
    'ada\u034F@example.com',
    'ada\uFE0F@example.com',
    'ada\u115F@example.com',
    'ada\u2800@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(250)}.com`,
    `a@${'b.'.repeat(500_000)}com`,
  ])('%j is none', (typed) => {
    expect(canonicalEmail(typed)).toBeNull()
  })

  it('is its own canonical form, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (typed) => {
        const once = canonicalEmail(typed)
        if (once !== null) expect(canonicalEmail(once)).toBe(once)
      }),
    )
  })

  it('does not depend on case or on the form of a full-width @', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(canonicalEmail(email.toUpperCase())).toBe(canonicalEmail(email.toLowerCase()))
        expect(canonicalEmail(email.replace('@', '＠'))).toBe(canonicalEmail(email))
      }),
    )
  })
})

describe('name', () => {
  it.each([
    ['  Ada  ', 'Ada'],
    ['שלום', 'שלום'],
    ['🔑'.repeat(80), '🔑'.repeat(80)],
    ['e\u0301', 'é'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(nameInput.parse(typed)).toBe(kept)
  })

  it.each(['', '   ', 'a\nb', 'a\0b', '\uD800', '🔑'.repeat(81), 'x'.repeat(1_000_000), 7, null, ['Ada'], {}])(
    '%j is refused',
    (typed) => {
      expect(nameInput.safeParse(typed).success).toBe(false)
    },
  )
})
