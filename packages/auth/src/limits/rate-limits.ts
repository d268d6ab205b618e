import { minute } from '../core/duration.ts'

/** What a rate limit counts under. Each key that a limit names has a maximum of its own. */
export interface RateLimitKeys {
  /** A canonical e-mail or a user id, together with the network that the request comes from. */
  readonly account: string
  /** The network of an address; see `networkOf`. */
  readonly network: string | null
  /** A user id alone, from wherever the request comes. */
  readonly user: string
}

/** How many are allowed in a window, by key. */
export type RateLimitMaximum = Readonly<Partial<Record<keyof RateLimitKeys, number>>>

export interface RateLimit {
  /** What is counted, for the documents. */
  readonly counts: string
  readonly max: RateLimitMaximum
  /** Milliseconds. */
  readonly window: number
  /**
   * What a success gives back. `everything`: the account starts again at zero, and the network gets one back. `one`: the
   * one that succeeded is not counted. `nothing`: successes count too.
   */
  readonly success: 'everything' | 'one' | 'nothing'
}

const window = 15 * minute

/**
 * Every rate limit. A call over its limit is refused with `RATE_LIMITED` and the seconds until the window ends. No limit
 * counts an account over all networks: it would let a stranger lock its owner out.
 *
 * @see OWASP ASVS 5.0, 6.1.1 and 6.3.1
 */
export const defaultRateLimits = {
  passwordAttempt: {
    counts: 'passwords that are tried to sign in, step up or change a password, and sign-ups',
    max: { account: 10, network: 200 },
    window,
    success: 'everything',
  },
  authorization: {
    counts: 'authorization requests at providers; each is a row for ten minutes',
    max: { network: 300 },
    window,
    success: 'nothing',
  },
  sessionRename: {
    counts: 'names given to sessions; each is an event of the timeline',
    max: { user: 60 },
    window,
    success: 'nothing',
  },
  consent: {
    counts: 'OAuth clients that a user approves or denies; each is an event of the timeline',
    max: { user: 60 },
    window,
    success: 'nothing',
  },
  deviceAuthorization: {
    counts: 'device codes that are asked for; each is a row for about an hour',
    max: { network: 100 },
    window,
    success: 'nothing',
  },
  userCode: {
    counts: 'user codes that are typed and belong to no device (RFC 8628 §5.1)',
    max: { user: 10 },
    window,
    success: 'one',
  },
} as const satisfies Record<string, RateLimit>

export type RateLimitName = keyof typeof defaultRateLimits

/** The limits of a server: the defaults, some of them with other numbers. */
export type RateLimits = Readonly<Record<RateLimitName, RateLimit>>

/** The keys that a limit counts under, by its name: `limits.consume` asks for these and no others. */
export type KeysOf<Name extends RateLimitName> = Pick<
  RateLimitKeys,
  'account' extends keyof (typeof defaultRateLimits)[Name]['max']
    ? 'account' | 'network'
    : Extract<keyof (typeof defaultRateLimits)[Name]['max'], keyof RateLimitKeys>
>
