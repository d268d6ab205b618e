import fc from 'fast-check'
import type { Procedure } from './procedures.ts'
import { validInputs } from './valid-inputs.ts'

/** Strings that programs are known to stumble over. */
export const hostileStrings: readonly string[] = [
  ['', ' ', '\0', 'a\0b', '\uD800', '\uDC00\uD800', '\uFFFD', '\uFEFFada', '\u202Egnp.exe', '\u001B[2J', '\u2028'],
  ['../../../../etc/passwd', '..\\..\\x', '/etc/passwd%00', 'file:///etc/passwd', '//e.example', '\\\\e.example\\x'],
  ["' OR 1=1 --", '1; DROP TABLE users', '%', '_', '*', '" UNION SELECT 1', "'||(SELECT 1)||'", '\\'],
  ['${7*7}', '{{7*7}}', '#{7*7}', '<%= 7*7 %>', '<img src=x onerror=alert(1)>', '$(id)', '`id`', '%s%n', '%00'],
  ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', 'true', '0'],
  [
    'a\r\nSet-Cookie: latchkey=x',
    'ada@example.com\r\nBcc: b@example.com',
    'x'.repeat(50_000),
    '\u0316\u0300'.repeat(900),
  ],
].flat()

/** JSON that `JSON.stringify` never writes; it goes into a body as it is. */
export const hostileLiterals: readonly string[] = [
  ['1e999', '-1e999', '-0', '9007199254740993', '1e-999', '123456789012345678901234567890', '0.1e1', '4294967296'],
  ['NaN', 'Infinity', 'undefined', "'text'", '01', '+1', '.5', '0x10', '1n', '// comment', '"\\u0000"', '"\\ud800"'],
  ['"\\x41"', '"tab\tinside"', '{"a":1,}', '[1,]', '{a:1}', '\uFEFF{}', '{"__proto__":{"role":"admin"}}'],
  ['{"constructor":{"prototype":{"role":"admin"}}}', '['.repeat(1000) + ']'.repeat(1000), '{"toString":1}'],
].flat()

const hostileString = fc.oneof(
  { arbitrary: fc.constantFrom(...hostileStrings), weight: 3 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 80 }), weight: 1 },
  {
    arbitrary: fc.string({ unit: fc.constantFrom('\uD800', '\uDFFF', '\0', 'a', '\u0301', '\u200B'), maxLength: 40 }),
    weight: 1,
  },
)
const hostileValue = fc.oneof(
  hostileString.map((text) => JSON.stringify(text)),
  fc.constantFrom(...hostileLiterals),
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
)

/** Returns texts of inputs: hostile as a whole, or valid with one field that was replaced, added, doubled or taken away. */
export function hostileInput({ path }: Procedure): fc.Arbitrary<string> {
  const valid = Object.entries(validInputs[path] ?? {}).map(([key, value]) => [key, JSON.stringify(value)] as const)
  const object = (fields: readonly (readonly [string, string])[]): string =>
    `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`
  const changed = fc
    .record({
      kind: fc.constantFrom('replaced', 'replaced', 'replaced', 'added', 'doubled', 'taken away'),
      at: fc.nat(),
      key: fc.oneof(fc.constantFrom('__proto__', 'role', 'userId', 'constructor', ''), hostileString),
      value: hostileValue,
    })
    .map(({ kind, at, key, value }) => {
      const chosen = at % Math.max(1, valid.length)
      const [field = key, own = value] = valid[chosen] ?? []
      if (kind === 'replaced') return object(valid.map((pair, index) => (index === chosen ? [field, value] : pair)))
      if (kind === 'taken away') return object(valid.filter((_, index) => index !== chosen))
      // JSON.parse keeps the last of two keys.
      return object([
        ...valid,
        kind === 'added' ? [key, value] : [field, own],
        ...(kind === 'doubled' ? [[field, value] as const] : []),
      ])
    })
  return fc.oneof({ arbitrary: hostileValue, weight: 1 }, { arbitrary: changed, weight: 3 })
}
