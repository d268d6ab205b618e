import { isIP } from 'node:net'
import type { RequestHandler } from 'express'

/**
 * Makes `req.ip` the address of the peer, or undefined. Express takes a forwarded address where the configuration trusts the
 * proxies in front (`trust proxy`); some of them append the port: `203.0.113.7:5678`, `[2001:db8::1]:5678`.
 */
export const resolvePeerAddress: RequestHandler = (req, _res, next) => {
  Object.defineProperty(req, 'ip', { value: addressOf(req.ip), configurable: true })
  next()
}

function addressOf(peer: string | undefined): string | undefined {
  if (peer === undefined || isIP(peer) !== 0) return peer
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([\d.]+)):\d{1,5}$/.exec(peer) ?? []
  const address = bracketed ?? plain ?? ''
  return isIP(address) === 0 ? undefined : address
}
