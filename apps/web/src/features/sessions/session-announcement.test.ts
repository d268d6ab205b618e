import { describe, expect, it } from 'vitest'
import { sessionAnnouncement } from './session-announcement.ts'
import { testingSession } from '../../session/testing-session.ts'

const pixel = testingSession({ id: 'pixel', name: 'Pixel' })
const laptop = testingSession({ id: 'laptop', name: 'Work laptop' })

describe('sessionAnnouncement', () => {
  it('names what came or went, and counts where it was more than one', () => {
    expect(sessionAnnouncement({ began: [pixel], ended: [] })).toBe('New session: Pixel.')
    expect(sessionAnnouncement({ began: [], ended: [laptop] })).toBe('The session “Work laptop” has ended.')
    expect(sessionAnnouncement({ began: [pixel], ended: [pixel, laptop] })).toBe(
      'New session: Pixel. 2 sessions ended.',
    )
  })

  it('says nothing of nothing', () => {
    expect(sessionAnnouncement({ began: [], ended: [] })).toBeNull()
  })
})
