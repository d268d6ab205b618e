import { authorizePath } from './oauth-request.ts'

/** The pages of the web app, each as a path to open and its title. A test of the scripts finds a route without one. */
export type CheckedPage = readonly [path: string, title: string]
type CheckedPages = readonly CheckedPage[]

export const signedOutPages: CheckedPages = [
  ['/sign-in', 'Sign in'],
  ['/ended', 'Session ended'],
  ['/oauth/done?client=latchkey-cli', 'You can close this tab'],
  ['/proved', 'Nothing to confirm'],
  ['/sign-up', 'Sign up'],
  ['/check-mail', 'No code is expected here'],
  ['/second-step', 'No sign-in is waiting'],
  ['/forgot-password', 'Forgot your password?'],
  ['/confirm', 'Open the link again'],
  ['/undo-email-change', 'Nothing to take back here'],
]

/** Pages that open with a refused request, which Chromium prints in the console. */
export const failingPages: CheckedPages = [
  ['/oauth/callback/google?error=access_denied', 'Couldn’t sign in with Google'],
]

export const signedInPages: CheckedPages = [
  ['/', 'Access'],
  ['/timeline', 'Timeline'],
  ['/events/0', 'Account activity'],
  ['/password', 'Change password'],
  ['/security', 'Security'],
  ['/account', 'Account'],
  ['/developers', 'Developers'],
  ['/device?code=BBBB-BBBB', 'Sign in a device'],
  [authorizePath, 'Latchkey CLI wants to sign in as you'],
]

/** Paths that lead signed-in users to another page, with the title of that. */
export const forwardingPages: CheckedPages = [
  ['/sign-in-methods', 'Security'],
  // Where no second factor is due.
  ['/two-step-verification', 'Access'],
]
