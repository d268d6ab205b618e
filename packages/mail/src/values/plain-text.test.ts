import { describe, expect, it } from 'vitest'
import { plainText, unlinkedText } from './plain-text.ts'

describe('a value in a message', () => {
  it.each([
    ['Chrome on macOS', 'Chrome on macOS'],
    ['  Ada   Lovelace\t', 'Ada Lovelace'],
    ['a\r\nb\nc\rd\u0085e\u2028f\u2029g\vh', 'a b c d e f g h'],
    ['a\0b\u0007c\u001B[31md\u007Fe\u009Ff', 'a b c [31md e f'],
    ['pay\u200Bpal\u200C\u200D\uFEFF\u2060', 'paypal'],
    ['a\u202Eb\u202Ac\u202Bd\u202De\u202Cf\u2066g\u2067h\u2068i\u2069j', 'abcdefghij'],
    ['a\u200Eb\u200Fc\u061Cd', 'abcd'],
    ['a\u00ADb\u034Fc\u3164d\u115Fe\u180Ef\uFE0Fg\u{E0041}h\u2800i', 'abcdefghi'],
    ['a\uD800b', 'a\uFFFDb'],
    ['مرحبا Ωmega 日本', 'مرحبا Ωmega 日本'],
    ['a\u00A0\u3000b', 'a b'],
  ])('%j reads %j', (value, text) => {
    expect(plainText(value)).toBe(text)
  })

  it.each([null, '', ' \r\n\t', '\u200B\u202E\uFEFF', '\0'])('%j is nothing to read', (value) => {
    expect(plainText(value)).toBeNull()
    expect(unlinkedText(value)).toBeNull()
  })

  it('is cut in whole characters', () => {
    expect(plainText('😀'.repeat(400))).toBe(`${'😀'.repeat(300)}…`)
    expect(unlinkedText('x'.repeat(101))).toBe(`${'x'.repeat(100)}…`)
  })
})

describe('a value that a peer chose', () => {
  it.each([
    ['evil.example', 'evil. example'],
    ['https://evil.example/a?b', 'https: //evil. example/a?b'],
    ['http://192.0.2.1/', 'http: //192.0.2.1/'],
    ['www.evil.example', 'www. evil. example'],
    ['eve@evil.example', 'eve@evil. example'],
    ['evil.xn--p1ai', 'evil. xn--p1ai'],
    ['пример.рф', 'пример. рф'],
    ['evil。example', 'evil。 example'],
    ['evil\u200B.\u200Bexample', 'evil. example'],
  ])('%j is no link: %j', (value, text) => {
    expect(unlinkedText(value)).toBe(text)
  })

  it.each(['curl/8.10.1', 'Chrome 130.0 on macOS', 'Washington, D.C.', 'St. Gallen', 'backup script'])(
    '%j stays as it is',
    (value) => {
      expect(unlinkedText(value)).toBe(value)
    },
  )
})
