import { describe, expect, it } from 'vitest'
import { sessionAnnouncement } from './session-announcement.ts'
import { testingSession } from '../../session/testing-session.ts'

const pixel = testingSession({ id: 'pixel', name: 'Pixel' })
const laptop = testingSession({ id: 'laptop', name: 'Work laptop' })

describe('sessionAnnouncement', () => {
  it('names one session that began or ended, and counts several', () => {
    expect(sessionAnnouncement({ began: [pixel], ended: [] })).toBe('New session: Pixel.')
    expect(sessionAnnouncement({ began: [], ended: [laptop] })).toBe('The session “Work laptop” has ended.')
    expect(sessionAnnouncement({ began: [pixel], ended: [pixel, laptop] })).toBe(
      'New session: Pixel. 2 sessions ended.',
    )
  })

  it('returns null without a change', () => {
    expect(sessionAnnouncement({ began: [], ended: [] })).toBeNull()
  })
})
