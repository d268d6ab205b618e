import { timingSafeEqual } from 'node:crypto'

/** The only client, at every provider. Published on purpose: it opens nothing but this process. */
export const localClient = { id: 'latchkey-local', secret: 'not-a-secret' } as const

const loopbackHosts = new Set(['localhost', '127.0.0.1'])
const callbackPath = /^\/oauth\/callback\/.+/

/** Any port: apps under test listen where there is room. */
export function isLocalCallback(redirectUri: string): boolean {
  const url = URL.parse(redirectUri)
  if (url === null || url.protocol !== 'http:' || !loopbackHosts.has(url.hostname)) return false
  return callbackPath.test(url.pathname) && url.search === '' && url.hash === '' && url.username === ''
}

export function isLocalClient(id: string, secret: string): boolean {
  const given = Buffer.from(secret)
  const known = Buffer.from(localClient.secret)
  return id === localClient.id && given.length === known.length && timingSafeEqual(given, known)
}
