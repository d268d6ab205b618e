import { randomBytes } from 'node:crypto'
import { userCodeAlphabet, userCodeInput } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import { newUserCode, showUserCode } from './user-code.ts'

describe('a user code', () => {
  it('has eight letters that are all equally likely', () => {
    const counts = new Map<string, number>()
    const codes = 5000
    for (let times = 0; times < codes; times += 1) {
      for (const letter of newUserCode(randomBytes).split('')) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted().join('')).toBe(userCodeAlphabet)
    // 2000 of each are expected, give or take 44: this is ten times that.
    for (const count of counts.values()) expect(Math.abs(count - (codes * 8) / 20)).toBeLessThan(440)
  })

  it('skips random bytes that would make some letters likelier', () => {
    const bytes = [240, 255, 0, 19, 20, 239, 250, 1]
    const more = [2, 3, 4, 5, 6, 7, 8, 9]
    const sources = [bytes, more]
    expect(newUserCode(() => Uint8Array.from(sources.shift() ?? []))).toBe('BZBZCDFG')
  })

  it.each(['WDJB-MJHT', 'wdjbmjht', ' wdjb mjht ', 'W.D.J.B–M.J.H.T'])('may be typed as %j', (typed) => {
    expect(showUserCode(userCodeInput.parse(typed) as never)).toBe('WDJB-MJHT')
  })

  it.each(['', 'WDJB', 'WDJB-MJHTX', 'WDJB-MJHA', 'WDJB-MJH1', `${'-'.repeat(100)}WDJBMJHT`])(
    'can’t be typed as %j',
    (typed) => {
      expect(userCodeInput.safeParse(typed).success).toBe(false)
    },
  )
})
