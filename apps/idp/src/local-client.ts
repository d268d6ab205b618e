import { timingSafeEqual } from 'node:crypto'

/** The only client of every provider. Its secret is public on purpose: it gives access to this process only. */
export const localClient = { id: 'latchkey-local', secret: 'not-a-secret' } as const

const loopbackHosts = new Set(['localhost', '127.0.0.1'])
const callbackPath = /^\/oauth\/callback\/.+/

/** Tells whether a redirect URI is a callback on this machine, on any port: apps under test listen on a free one. */
export function isLocalCallback(redirectUri: string): boolean {
  const url = URL.parse(redirectUri)
  if (url === null || url.protocol !== 'http:' || !loopbackHosts.has(url.hostname)) return false
  return callbackPath.test(url.pathname) && url.search === '' && url.hash === '' && url.username === ''
}

/** Compares the secret in constant time. */
export function isLocalClient(id: string, secret: string): boolean {
  const given = Buffer.from(secret)
  const known = Buffer.from(localClient.secret)
  return id === localClient.id && given.length === known.length && timingSafeEqual(given, known)
}
