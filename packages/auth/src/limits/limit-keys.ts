import { createHash } from 'node:crypto'
import { networkOf } from '../core/network.ts'
import { surroundingNetwork } from '../core/surrounding-network.ts'
import type { CountedKey, CountKind } from './call-counts.ts'
import type { RateLimitHash } from './rate-limit-store.ts'
import {
  type RateLimitBound,
  type RateLimitKey,
  rateLimitKeys,
  type RateLimitName,
  type RateLimits,
  type RateLimitSubject,
} from './rate-limits.ts'

/** One bound of a limit. */
export interface NamedBound extends RateLimitBound {
  /** Apart from every other bound, and the same at all servers. */
  readonly name: string
  readonly kind: CountKind
  /** Whether failures under it are stored. */
  readonly isStored: boolean
}

/** A bound, and the key under which it counts one call. */
export interface LimitKey extends NamedBound, CountedKey {
  /** The part of the key that is of the call. */
  readonly subject: string
}

/** Returns what the failures under a key are stored under. */
export function failureHash({ by, subject }: LimitKey): RateLimitHash {
  return hashOf(`${by} ${subject}`)
}

/** Returns what is stored under when a key has refused a call in its window. */
export function refusalHash({ by, subject }: LimitKey): RateLimitHash {
  return hashOf(`refused ${by} ${subject}`)
}

/** Returns the hash of a key, for what is counted outside of the process. */
export function hashOf(text: string): RateLimitHash {
  return createHash('sha256').update(text).digest('base64url') as RateLimitHash
}

const kinds = {
  all: 'all',
  recipient: 'recipient',
  recipientInBlock: 'recipient',
  recipientInNetwork: 'recipient',
  block: 'network',
  network: 'network',
  user: 'user',
  session: 'user',
  accountAnywhere: 'account',
  browsers: 'account',
  account: 'account',
  browser: 'account',
} as const satisfies Record<RateLimitKey, CountKind>

/** Returns the bounds of every limit, those of one limit from the widest key to the narrowest. */
export function boundsOf(rateLimits: RateLimits): ReadonlyMap<RateLimitName, readonly NamedBound[]> {
  return new Map(
    Object.entries(rateLimits).map(([limit, { bounds }]) => [
      limit as RateLimitName,
      bounds
        .map((bound, index) => ({ ...bound, name: `${limit}.${index}`, ...keptAs(bound.by) }))
        .toSorted((a, b) => rateLimitKeys.indexOf(a.by) - rateLimitKeys.indexOf(b.by)),
    ]),
  )
}

function keptAs(by: RateLimitKey): Pick<NamedBound, 'kind' | 'isStored'> {
  const kind = kinds[by]
  return { kind, isStored: kind === 'account' }
}

/** Returns the keys that a call counts under: those of a recognised browser, or those of every other call. */
export function keysOf(bounds: readonly NamedBound[], subject: Partial<RateLimitSubject>): readonly LimitKey[] {
  const isOfBrowser = ({ by }: NamedBound): boolean => by === 'browser' || by === 'browsers'
  const isRecognised = (subject.browser ?? null) !== null && bounds.some(isOfBrowser)
  return bounds
    .filter((bound) => isOfBrowser(bound) === isRecognised)
    .map((bound) => {
      const text = subjectOf(bound.by, subject)
      return { ...bound, subject: text, key: `${bound.name}:${text}` }
    })
}

function subjectOf(
  by: RateLimitKey,
  { account = '', recipient = '', network = null, browser = null, user = '', session = '' }: Partial<RateLimitSubject>,
): string {
  switch (by) {
    case 'block':
      return blockOf(network)
    case 'network':
      return networkOf(network)
    case 'all':
      return ''
    case 'recipient':
      return recipient
    case 'recipientInBlock':
      return `${blockOf(network)} ${recipient}`
    case 'recipientInNetwork':
      return `${networkOf(network)} ${recipient}`
    case 'user':
      return user
    case 'session':
      return session
    case 'accountAnywhere':
    case 'browsers':
      return account
    case 'account':
      return `${networkOf(network)} ${account}`
    case 'browser':
      return `${browser ?? ''} ${account}`
  }
}

function blockOf(network: string | null): string {
  return surroundingNetwork(network) ?? 'unknown'
}
