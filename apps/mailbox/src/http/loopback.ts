import { isIPv4 } from 'node:net'

/** Returns whether a text is an IP address that only this machine reaches. */
export function isLoopbackAddress(text: string): boolean {
  return text === '::1' || (isIPv4(text) && text.startsWith('127.'))
}

/**
 * Returns whether a `Host` header names this machine. A page of another site can have its own name resolve to a loopback
 * address, and would then read messages as its own: its requests carry that name.
 */
export function isLoopbackHost(header: string | undefined): boolean {
  const hostname = URL.parse(`http://${header ?? ''}`)?.hostname ?? ''
  return hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'))
}
