import { describe, expect, it } from 'vitest'
import { parseMailFrom } from './mail-from.ts'

describe('a sender', () => {
  it.each([
    ['Latchkey <no-reply@example.com>', 'Latchkey', 'no-reply@example.com'],
    ['  Latchkey   <no-reply@example.com> ', 'Latchkey', 'no-reply@example.com'],
    ['"Latchkey, Inc." <no-reply@example.com>', 'Latchkey, Inc.', 'no-reply@example.com'],
    ['Schlüssel & Söhne <no-reply@example.com>', 'Schlüssel & Söhne', 'no-reply@example.com'],
    ['no-reply@example.com', null, 'no-reply@example.com'],
    ['<no-reply@example.com>', null, 'no-reply@example.com'],
    ['No-Reply@Bücher.example', null, 'no-reply@xn--bcher-kva.example'],
    ['Latchkey <no-reply@localhost>', 'Latchkey', 'no-reply@localhost'],
    ['no-reply@LOCALHOST', null, 'no-reply@localhost'],
  ])('is read from %j', (text, name, address) => {
    expect(parseMailFrom(text)).toEqual({ name, address })
  })

  it.each([
    '',
    'Latchkey',
    'Latchkey <>',
    'Latchkey <no-reply>',
    'Latchkey <no-reply@localhost.>',
    'Latchkey <@localhost>',
    'a@b@localhost',
    'a@example.com, b@example.com',
    'Latchkey <a@example.com>, <b@example.com>',
    'Latchkey <a@example.com> <b@example.com>',
    'Latchkey no-reply@example.com',
    'Latchkey <no-reply@example.com',
    'Latch\r\nBcc: eve@example.com <no-reply@example.com>',
    'Latch\0key <no-reply@example.com>',
    'Latch\u202Ekey <no-reply@example.com>',
    'Latch\u200Bkey <no-reply@example.com>',
    'Latch\uD800key <no-reply@example.com>',
    'Latch"key <no-reply@example.com>',
    `${'x'.repeat(101)} <no-reply@example.com>`,
  ])('is not read from %j', (text) => {
    expect(parseMailFrom(text)).toBeNull()
  })
})
