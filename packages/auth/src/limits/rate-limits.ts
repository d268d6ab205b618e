import { day, hour, minute } from '../core/duration.ts'

/** What a rate limit counts under, from the widest to the narrowest. */
export const rateLimitKeys = [
  /** Every call of this server, whatever it is about. */
  'all',
  /** The IPv4 /24 or IPv6 /48 of an address; see `surroundingNetwork`. */
  'block',
  /** The IPv4 address, or the IPv6 /64 of an address; see `networkOf`. */
  'network',
  /** An address that mail goes to, from wherever it is asked for. */
  'recipient',
  /** An address that mail goes to, together with the block that it is asked for from. */
  'recipientInBlock',
  /** An address that mail goes to, together with the network that it is asked for from. */
  'recipientInNetwork',
  /** A user id, from wherever the request comes. */
  'user',
  /** An account over all networks. Attempts from a recognised browser neither count under it nor are refused by it. */
  'accountAnywhere',
  /** An account over all of its recognised browsers. */
  'browsers',
  /** An account together with the network that the request comes from. */
  'account',
  /** An account together with the id of the browser mark, for a recognised browser. */
  'browser',
  /** A session id. */
  'session',
] as const

export type RateLimitKey = (typeof rateLimitKeys)[number]

/** How many calls are allowed under one key. */
export interface RateLimitBound {
  readonly by: RateLimitKey
  readonly max: number
  /** Milliseconds from the first call that is counted. */
  readonly window: number
}

export interface RateLimit {
  /** What is counted, for the documents. */
  readonly counts: string
  readonly bounds: readonly RateLimitBound[]
  /**
   * What a success gives back. `everything`: the account in its network, or in its recognised browser, starts again at
   * zero, and every other key gets one back. `one`: the call that succeeded is not counted. `nothing`: successes count too.
   */
  readonly success: 'everything' | 'one' | 'nothing'
}

const window = 15 * minute

/**
 * Every rate limit. A call over a bound is refused with `RATE_LIMITED` and the seconds until the window ends. From a
 * recognised browser a call counts under `browser` and `browsers`, and under no account, network or block: otherwise
 * strangers could lock the owner of an account out.
 *
 * @see OWASP ASVS 5.0, 6.1.1 and 6.3.1
 */
export const defaultRateLimits = {
  passwordAttempt: {
    counts: 'passwords that are tried to sign in, step up or change a password, and sign-ups',
    bounds: [
      { by: 'block', max: 1000, window },
      { by: 'network', max: 200, window },
      { by: 'accountAnywhere', max: 100, window: hour },
      { by: 'account', max: 10, window },
      { by: 'browsers', max: 50, window: hour },
      { by: 'browser', max: 10, window },
    ],
    success: 'everything',
  },
  signIn: {
    counts: 'sessions that start after the user was authenticated, by whichever method; each is rows for months',
    bounds: [{ by: 'user', max: 500, window: day }],
    success: 'nothing',
  },
  stepUp: {
    counts: 'step-ups and password changes that succeed; each is an event of the timeline',
    bounds: [{ by: 'user', max: 500, window: day }],
    success: 'nothing',
  },
  refresh: {
    counts: 'refresh tokens that are exchanged',
    bounds: [{ by: 'session', max: 300, window }],
    success: 'nothing',
  },
  unknownToken: {
    counts: 'refresh tokens, codes, states and revoked tokens that are not known, or of another client',
    bounds: [
      { by: 'block', max: 1500, window },
      { by: 'network', max: 300, window },
    ],
    success: 'nothing',
  },
  authorization: {
    counts: 'authorization requests at providers; each is a row for ten minutes',
    bounds: [
      { by: 'block', max: 1500, window },
      { by: 'network', max: 300, window },
    ],
    success: 'nothing',
  },
  identityChange: {
    counts: 'accounts at providers that are linked or unlinked; each is an event of the timeline',
    bounds: [{ by: 'user', max: 60, window: day }],
    success: 'nothing',
  },
  passkeyOptions: {
    counts:
      'options for passkeys that are asked for, which each visit to the sign-in page does; each is a row for five minutes',
    bounds: [
      { by: 'block', max: 5000, window },
      { by: 'network', max: 1000, window },
    ],
    success: 'nothing',
  },
  passkeyAttempt: {
    counts: 'answers of passkeys that are not verified',
    bounds: [
      { by: 'block', max: 1500, window },
      { by: 'network', max: 300, window },
    ],
    success: 'one',
  },
  passkeyChange: {
    counts: 'passkeys that are added, renamed or removed; each is an event of the timeline',
    bounds: [{ by: 'user', max: 60, window: day }],
    success: 'nothing',
  },
  providerRefusal: {
    counts: 'refusals of a provider’s callback in a user’s timeline; beyond it they are in the log only',
    bounds: [{ by: 'user', max: 60, window: day }],
    success: 'nothing',
  },
  sessionRename: {
    counts: 'names given to sessions; each is an event of the timeline',
    bounds: [
      { by: 'user', max: 60, window },
      { by: 'user', max: 300, window: day },
    ],
    success: 'nothing',
  },
  userRename: {
    counts: 'names that users give themselves; each is an event of the timeline',
    bounds: [{ by: 'user', max: 30, window: day }],
    success: 'nothing',
  },
  consent: {
    counts: 'OAuth clients that a user approves or denies; each is an event of the timeline',
    bounds: [
      { by: 'user', max: 60, window },
      { by: 'user', max: 300, window: day },
    ],
    success: 'nothing',
  },
  deviceAuthorization: {
    counts: 'device codes that are asked for; each is a row for about an hour',
    bounds: [
      { by: 'block', max: 500, window },
      { by: 'network', max: 100, window },
    ],
    success: 'nothing',
  },
  captcha: {
    counts: 'responses of a CAPTCHA that its provider refuses, and those that it is being asked about',
    bounds: [
      { by: 'block', max: 250, window },
      { by: 'network', max: 50, window },
    ],
    success: 'one',
  },
  mail: {
    counts: 'mails with a code that are asked for, whether or not the address has a user',
    bounds: [
      { by: 'all', max: 3000, window: hour },
      { by: 'block', max: 150, window },
      { by: 'block', max: 300, window: hour },
      { by: 'network', max: 30, window },
      { by: 'network', max: 60, window: hour },
      { by: 'recipient', max: 30, window: hour },
      { by: 'recipientInBlock', max: 7, window: hour },
      { by: 'recipientInNetwork', max: 5, window: hour },
    ],
    success: 'nothing',
  },
  mailedCode: {
    counts: 'mailed codes that are typed and are wrong; each mail allows five (see docs/decisions/058-mail.md)',
    bounds: [
      { by: 'all', max: 20_000, window: day },
      { by: 'block', max: 250, window },
      { by: 'block', max: 1000, window: day },
      { by: 'network', max: 50, window },
      { by: 'network', max: 200, window: day },
    ],
    success: 'one',
  },
  secondFactor: {
    counts: 'codes of a second factor that are typed and are wrong, after the first factor was right or in a session',
    bounds: [
      { by: 'user', max: 5, window: 5 * minute },
      { by: 'user', max: 10, window: hour },
      { by: 'user', max: 20, window: day },
    ],
    success: 'one',
  },
  secondFactorChange: {
    counts: 'second factors that are removed, recovery codes that are renewed, browsers that are no longer trusted',
    bounds: [{ by: 'user', max: 60, window: day }],
    success: 'nothing',
  },
  userCode: {
    counts: 'user codes that are typed and belong to no device (RFC 8628 §5.1)',
    bounds: [{ by: 'user', max: 10, window }],
    success: 'one',
  },
} as const satisfies Record<string, RateLimit>

export type RateLimitName = keyof typeof defaultRateLimits

/** The limits of a server: the defaults, some of them with other numbers. */
export type RateLimits = Readonly<Record<RateLimitName, RateLimit>>

/** What is known of a call, from which its keys are made. */
export interface RateLimitSubject {
  /** A canonical email. */
  readonly account: string
  /** A canonical email that mail goes to. */
  readonly recipient: string
  /** The address that the request comes from. */
  readonly network: string | null
  /** The id of a browser mark of this account: the call comes from a recognised browser. */
  readonly browser: string | null
  readonly user: string
  readonly session: string
}

interface SubjectOfKey {
  readonly all: never
  readonly block: 'network'
  readonly network: 'network'
  readonly recipient: 'recipient'
  readonly recipientInBlock: 'recipient' | 'network'
  readonly recipientInNetwork: 'recipient' | 'network'
  readonly user: 'user'
  readonly accountAnywhere: 'account'
  readonly browsers: 'account' | 'browser'
  readonly account: 'account' | 'network'
  readonly browser: 'account' | 'browser'
  readonly session: 'session'
}

/** What `limits.consume` has to be told of a call, by the name of the limit: what its bounds count under and no more. */
export type SubjectOf<Name extends RateLimitName> = Pick<
  RateLimitSubject,
  SubjectOfKey[(typeof defaultRateLimits)[Name]['bounds'][number]['by']]
>
