import { expect, it } from 'vitest'
import { changePasswordPath, isPagePath } from './page-paths.ts'

it.each(['/', '/sign-in', '/sign-in/', '/Sign-In', '/oauth/callback/google', changePasswordPath])(
  'the web app has a page at %s',
  (path) => expect(isPagePath(path)).toBe(true),
)

it.each(['//', '/nowhere', '/sign-in/more', '/oauth', '/oauth/callback', '/oauth/callback/', '/index.html'])(
  'the web app has no page at %j',
  (path) => expect(isPagePath(path)).toBe(false),
)
