import { expect, it } from 'vitest'
import { english } from '../../language/testing-texts.ts'
import { testingSession } from '../../session/testing-session.ts'
import { sessionAnnouncement } from './session-announcement.ts'

const pixel = testingSession({ id: 'pixel', name: 'Pixel' })
const laptop = testingSession({ id: 'laptop', name: 'Work laptop' })
const texts = english('access')

it('names one session that began or ended, and counts several', () => {
  expect(sessionAnnouncement({ began: [pixel], ended: [] }, texts)).toBe('New session: Pixel.')
  expect(sessionAnnouncement({ began: [], ended: [laptop] }, texts)).toBe('Work laptop is signed out.')
  expect(sessionAnnouncement({ began: [pixel], ended: [pixel, laptop] }, texts)).toBe(
    'New session: Pixel. 2 sessions are signed out.',
  )
})

it('says nothing without a change', () => {
  expect(sessionAnnouncement({ began: [], ended: [] }, texts)).toBeNull()
})
