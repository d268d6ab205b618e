import { describe, expect, it } from 'vitest'
import { curlCodeSnippet, curlPasswordSnippet, typedClientSnippet } from './snippets.ts'

const target = { url: 'https://latchkey.example', clientId: 'latchkey-cli' }

describe('the snippets', () => {
  it('name this server and a client that it knows', () => {
    for (const snippet of [typedClientSnippet, curlCodeSnippet, curlPasswordSnippet]) {
      expect(snippet(target)).toContain("'https://latchkey.example'")
      expect(snippet(target)).toMatch(/["']latchkey-cli["']/)
    }
  })

  it('for a shell have eight lines at most', () => {
    for (const snippet of [curlCodeSnippet, curlPasswordSnippet]) {
      expect(snippet(target).trim().split('\n').length).toBeLessThanOrEqual(8)
    }
  })
})
