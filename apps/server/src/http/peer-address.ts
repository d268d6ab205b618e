import type { Request, RequestHandler } from 'express'
import type { Config } from '../config/read-config.ts'
import type { Log } from '../log/logger.ts'
import { isNearby, TrustedProxies } from './trusted-proxies.ts'

/** Paths that a supervisor asks for without passing the proxy. */
const probes = new Set(['/healthz', '/readyz'])

/** What the configuration of the proxies does not fit, with what to set. */
const mismatches = {
  noHeader:
    'a request came from a trusted proxy without X-Forwarded-For: have the proxy set it to the address of its client, like proxy_set_header X-Forwarded-For $remote_addr in nginx; without that clients can choose their address',
  notNamed:
    'a request came from an address that TRUST_PROXY does not name: name it if it is a proxy, else let only the proxy reach this server, with HOST or a firewall',
  noneNamed:
    'a request with X-Forwarded-For came from near this machine, and TRUST_PROXY names no proxy: set it to the address of the proxy, or all users share the rate limits of one network',
} as const

type Mismatch = keyof typeof mismatches

/**
 * Returns the middleware that makes `req.ip` the address of the client, or undefined; see `TrustedProxies`. The first
 * request that shows that the configuration does not fit what is in front of the server is logged as a warning.
 */
export function resolvePeerAddress({ trustProxy }: Pick<Config, 'trustProxy'>, log: Log): RequestHandler {
  const proxies = new TrustedProxies(trustProxy)
  const warned = new Set<Mismatch>()
  return (req, _res, next) => {
    const peer = req.socket.remoteAddress
    const address = proxies.clientAddress(peer, forwardedFor(req))
    Object.defineProperty(req, 'ip', { value: address ?? undefined, configurable: true })
    const mismatch = mismatchOf(req, proxies, trustProxy !== false)
    if (mismatch !== null && !warned.has(mismatch)) {
      warned.add(mismatch)
      log.warn({ peer, warning: mismatches[mismatch] }, 'the proxies are not as configured')
    }
    next()
  }
}

function mismatchOf(req: Request, proxies: TrustedProxies, hasProxies: boolean): Mismatch | null {
  if (probes.has(req.path)) return null
  const peer = req.socket.remoteAddress
  const hasHeader = forwardedFor(req) !== undefined
  if (!hasProxies) return hasHeader && isNearby(peer) ? 'noneNamed' : null
  if (!proxies.has(peer)) return 'notNamed'
  return hasHeader ? null : 'noHeader'
}

/** The header with the values of all its lines, in their order; undefined where it says nothing. */
function forwardedFor(req: Request): string | undefined {
  const header = req.get('X-Forwarded-For')
  return header?.trim() === '' ? undefined : header
}
