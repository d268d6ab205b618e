/** What stands around a page of the web app: a card in the middle of the window, or the rail of a signed-in user. */
export type PageFrame = 'card' | 'rail'

/** The page on which a user changes the password. */
export const changePasswordPath = '/password'

/**
 * Every address of the web app, as its router writes it; a test holds this list equal to the router's routes. The server
 * answers any other address with 404.
 */
export const pageFrames = {
  '/': 'rail',
  '/timeline': 'rail',
  '/events/$eventId': 'rail',
  '/security': 'rail',
  // The earlier address of the page above.
  '/sign-in-methods': 'rail',
  [changePasswordPath]: 'rail',
  '/account': 'rail',
  '/developers': 'rail',
  '/oauth/authorize': 'card',
  '/device': 'card',
  '/sign-in': 'card',
  '/sign-up': 'card',
  '/second-step': 'card',
  '/two-step-verification': 'card',
  '/check-mail': 'card',
  '/forgot-password': 'card',
  '/confirm': 'card',
  '/undo-email-change': 'card',
  '/ended': 'card',
  '/oauth/callback/$provider': 'card',
  '/oauth/done': 'card',
  '/proved': 'card',
} as const satisfies Readonly<Record<`/${string}`, PageFrame>>

/** Returns a regular expression for the paths of an address of the router, read as the router reads them. */
export function pagePattern(address: string): RegExp {
  const segments = address.replace(/\/$/, '').replaceAll(/\$\w+/g, '[^/]+')
  return new RegExp(`^${segments}/?$`, 'i')
}

const pages = Object.entries(pageFrames).map(([address, frame]) => ({ pattern: pagePattern(address), frame }))

/** Returns the frame of the web app's page at a path, or `null` where it has none. */
export function pageFrameAt(path: string): PageFrame | null {
  return pages.find(({ pattern }) => pattern.test(path))?.frame ?? null
}
