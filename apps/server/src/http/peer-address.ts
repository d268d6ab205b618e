import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { RequestHandler } from 'express'
import type { Config } from '../config/read-config.ts'
import type { Log } from '../log/logger.ts'
import { isNearby, TrustedProxies } from './trusted-proxies.ts'

/** Paths that a supervisor asks for without passing the proxy. */
const probes: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz'])

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
 * Finds the address of the client of a request; see `TrustedProxies`. The first request that shows that the configuration
 * does not fit what is in front of the server is logged as a warning.
 */
export class PeerAddresses {
  readonly #proxies: TrustedProxies
  readonly #hasProxies: boolean
  readonly #log: Log
  readonly #warned = new Set<Mismatch>()
  /** Addresses by connection: where no proxy is trusted they are those of its peer. */
  readonly #ofConnection = new WeakMap<Socket, string | null>()

  constructor({ trustProxy }: Pick<Config, 'trustProxy'>, log: Log) {
    this.#proxies = new TrustedProxies(trustProxy)
    this.#hasProxies = trustProxy !== false
    this.#log = log
  }

  /** Returns the address of the client, or `null`. */
  addressOf(req: IncomingMessage): string | null {
    const forwarded = forwardedFor(req)
    if (this.#hasProxies || forwarded !== undefined) return this.#addressBehindProxy(req, forwarded)
    const known = this.#ofConnection.get(req.socket)
    if (known !== undefined) return known
    const address = this.#proxies.clientAddress(req.socket.remoteAddress, undefined)
    this.#ofConnection.set(req.socket, address)
    return address
  }

  #addressBehindProxy(req: IncomingMessage, forwarded: string | undefined): string | null {
    const peer = req.socket.remoteAddress
    const mismatch = probes.has(req.url?.split('?', 1)[0]) ? null : this.#mismatchOf(peer, forwarded !== undefined)
    if (mismatch !== null && !this.#warned.has(mismatch)) {
      this.#warned.add(mismatch)
      this.#log.warn({ peer, warning: mismatches[mismatch] }, 'the proxies are not as configured')
    }
    return this.#proxies.clientAddress(peer, forwarded)
  }

  #mismatchOf(peer: string | undefined, hasHeader: boolean): Mismatch | null {
    if (!this.#hasProxies) return hasHeader && isNearby(peer) ? 'noneNamed' : null
    if (!this.#proxies.has(peer)) return 'notNamed'
    return hasHeader ? null : 'noHeader'
  }
}

/** Returns the middleware that makes `req.ip` the address of the client, or undefined. */
export function resolvePeerAddress(peers: PeerAddresses): RequestHandler {
  return (req, _res, next) => {
    Object.defineProperty(req, 'ip', { value: peers.addressOf(req) ?? undefined, configurable: true })
    next()
  }
}

/** The header with the values of all its lines, in their order; undefined where it says nothing. */
function forwardedFor({ headers }: IncomingMessage): string | undefined {
  const header = headers['x-forwarded-for']
  const text = Array.isArray(header) ? header.join(', ') : header
  return text?.trim() === '' ? undefined : text
}
