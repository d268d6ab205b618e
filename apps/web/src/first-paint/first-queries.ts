import { type pageFrames, pagePattern } from '@latchkey/schema'

type FirstQuery =
  | 'auth.me'
  | 'auth.me,auth.mailOptions'
  | 'auth.me,auth.secondFactor,passwords.policy'
  | 'passwords.policy,auth.mailOptions,auth.captcha'
  | 'oauth.providers,passwords.policy,auth.mailOptions,auth.captcha,auth.me'
  | null

/** What the guards of each page ask first, as one batch of procedures. */
const firstQueries = {
  '/': 'auth.me,auth.mailOptions',
  '/timeline': 'auth.me,auth.mailOptions',
  '/events/$eventId': 'auth.me,auth.mailOptions',
  '/security': 'auth.me,auth.mailOptions',
  '/sign-in-methods': 'auth.me,auth.mailOptions',
  '/password': 'auth.me,auth.mailOptions',
  '/account': 'auth.me,auth.mailOptions',
  '/developers': 'auth.me,auth.mailOptions',
  '/oauth/authorize': 'auth.me,auth.mailOptions',
  '/device': 'auth.me,auth.mailOptions',
  '/sign-in': 'oauth.providers,passwords.policy,auth.mailOptions,auth.captcha,auth.me',
  '/sign-up': 'oauth.providers,passwords.policy,auth.mailOptions,auth.captcha,auth.me',
  '/second-step': 'auth.me,auth.secondFactor,passwords.policy',
  '/two-step-verification': 'auth.me',
  '/check-mail': 'auth.me,auth.mailOptions',
  '/forgot-password': 'passwords.policy,auth.mailOptions,auth.captcha',
  '/confirm': 'auth.me',
  '/undo-email-change': null,
  '/ended': 'auth.me',
  '/oauth/callback/$provider': null,
  '/oauth/done': null,
  '/proved': null,
} as const satisfies Record<keyof typeof pageFrames, FirstQuery>

/** Returns the first request of each page: a regular expression for its paths, and the URL as the client writes it. */
export function firstRequests(): readonly (readonly [paths: string, url: string])[] {
  const pages = Object.entries(firstQueries)
  return [...new Set(Object.values(firstQueries))].flatMap((query) => {
    const paths = pages.filter(([, asked]) => asked === query).map(([path]) => pagePattern(path).source)
    return query === null ? [] : [[paths.join('|'), `/trpc/${query}?batch=1&input=%7B%7D`] as const]
  })
}
