import { describe, expect, it } from 'vitest'
import { isUnattested } from './verify-answer.ts'

const selfSigned = new Map<string, unknown>([
  ['alg', -7],
  ['sig', new Uint8Array(70)],
])
const certified = new Map([...selfSigned, ['x5c', [new Uint8Array(300)]]])

describe('an attestation', () => {
  it.each([
    ['none', new Map(), true],
    ['packed', selfSigned, true],
    ['packed', certified, false],
    ['fido-u2f', certified, false],
    ['android-key', certified, false],
    ['android-safetynet', new Map([['response', new Uint8Array(300)]]), false],
    ['tpm', certified, false],
    ['apple', certified, false],
    ['another', new Map(), false],
  ])('of the format %s with %j is looked at further: %s', (format, statement, isLookedAt) => {
    const attestation = new Map<string, unknown>([
      ['fmt', format],
      ['attStmt', statement],
    ])
    expect(isUnattested(attestation as unknown as Parameters<typeof isUnattested>[0])).toBe(isLookedAt)
  })
})
