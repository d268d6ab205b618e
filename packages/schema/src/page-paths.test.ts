import { expect, it } from 'vitest'
import { changePasswordPath, pageFrameAt } from './page-paths.ts'

it.each([
  ['/', 'rail'],
  [changePasswordPath, 'rail'],
  ['/sign-in', 'card'],
  ['/sign-in/', 'card'],
  ['/Sign-In', 'card'],
  ['/oauth/callback/google', 'card'],
] as const)('the web app has a page at %s, with a %s', (path, frame) => {
  expect(pageFrameAt(path)).toBe(frame)
})

it.each(['//', '/nowhere', '/sign-in/more', '/oauth', '/oauth/callback', '/oauth/callback/', '/index.html'])(
  'the web app has no page at %j',
  (path) => expect(pageFrameAt(path)).toBeNull(),
)
