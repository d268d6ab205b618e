import { type pageFrames, pagePattern } from '@latchkey/schema'

type FirstQuery = 'auth.me' | 'oauth.providers,passwords.policy,auth.me' | null

/** What the guards of each page ask first, as one batch of procedures. */
const firstQueries = {
  '/': 'auth.me',
  '/timeline': 'auth.me',
  '/sign-in-methods': 'auth.me',
  '/password': 'auth.me',
  '/account': 'auth.me',
  '/developers': 'auth.me',
  '/oauth/authorize': 'auth.me',
  '/device': 'auth.me',
  '/sign-in': 'oauth.providers,passwords.policy,auth.me',
  '/sign-up': 'oauth.providers,passwords.policy,auth.me',
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
