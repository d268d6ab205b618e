import { describe, expect, it } from 'vitest'
import { sessionNews } from './session-news.ts'
import { testingSession } from './testing-session.ts'

const pixel = testingSession({ id: 'pixel', name: 'Pixel' })
const laptop = testingSession({ id: 'laptop', name: 'Work laptop' })

describe('sessionNews', () => {
  it('names what came or went, and counts where it was more than one', () => {
    expect(sessionNews({ began: [pixel], ended: [] })).toBe('New session: Pixel.')
    expect(sessionNews({ began: [], ended: [laptop] })).toBe('The session “Work laptop” has ended.')
    expect(sessionNews({ began: [pixel], ended: [pixel, laptop] })).toBe('New session: Pixel. 2 sessions ended.')
  })

  it('says nothing of nothing', () => {
    expect(sessionNews({ began: [], ended: [] })).toBeNull()
  })
})
