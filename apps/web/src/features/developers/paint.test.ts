import { describe, expect, it } from 'vitest'
import { paint } from './paint.ts'
import { curlCodeSnippet, curlPasswordSnippet, typedClientSnippet } from './snippets.ts'

const target = { url: 'https://latchkey.example', clientId: 'latchkey-cli' }

describe('paint', () => {
  it.each([typedClientSnippet(target), curlCodeSnippet(target), curlPasswordSnippet(target), '', 'plain', "'"])(
    'leaves out nothing and adds nothing',
    (code) => {
      expect(
        paint(code)
          .map(({ text }) => text)
          .join(''),
      ).toBe(code)
    },
  )

  it('separates comments and strings from the rest', () => {
    expect(paint("  # 1. Ask.\nurl='http://x' # y")).toEqual([
      { text: '  # 1. Ask.', kind: 'comment' },
      { text: '\nurl=', kind: 'plain' },
      { text: "'http://x'", kind: 'string' },
      { text: ' # y', kind: 'plain' },
    ])
  })
})
