import { randomBytes } from 'node:crypto'
import { type Auth, createAuth } from '../auth.ts'
import type { CaptchaVerifier } from '../captcha/captcha-verifier.ts'
import type { MailPolicy } from '../challenges/challenge-dependencies.ts'
import type { RegisteredClient } from '../clients/client-registry.ts'
import type { EventSink } from '../events/event-sink.ts'
import type { SecurityEvent } from '../events/security-event.ts'
import {
  defaultRateLimits,
  type RateLimit,
  type RateLimitKey,
  type RateLimitName,
  type RateLimits,
} from '../limits/rate-limits.ts'
import type { Provider } from '../oauth/providers/provider.ts'
import { ConfiguredProviders } from '../oauth/providers/configured-providers.ts'
import { type Argon2Parameters, createArgon2Hasher, defaultHashingBounds } from '../passwords/argon2-hasher.ts'
import type { SecondFactorPolicy } from '../second-factors/second-factors.ts'
import { defaultSessionPolicy } from '../sessions/session-lifetime.ts'
import { defaultSubscriptionPolicy } from '../sessions/session-subscriptions.ts'
import { createBreachedPasswords } from '../passwords/breached-passwords.ts'
import type { RelyingParty } from '../passkeys/relying-party.ts'
import { HandSetClock } from './clock.ts'
import { commonPasswordsFile } from './list-common-passwords.ts'
import { createMemoryStores } from './memory/memory-stores.ts'

/** The least that argon2 takes: these tests are not about its strength. */
const cheap: Argon2Parameters = { memoryCost: 8, timeCost: 1 }

const noProviders: readonly Provider[] = []

const defaultSecrets: readonly [string, ...string[]] = ['a secret of these tests, long enough to be one']

const noMail: MailPolicy | null = null

const noCaptcha: CaptchaVerifier | null = null
const optional: SecondFactorPolicy = 'optional'
const localRelyingParty: RelyingParty | null = {
  id: 'localhost',
  name: 'Latchkey',
  origin: 'http://localhost:3000',
}

const testClients: readonly RegisteredClient[] = [
  {
    id: 'cli',
    name: 'Command Line',
    redirectUris: ['http://127.0.0.1/callback', 'http://[::1]/callback', 'com.example.app:/signed-in'],
    device: true,
  },
  { id: 'page', name: 'Some Page', redirectUris: ['https://app.example.com/back?x=1'], device: false },
]

const throwOnPersistFailed: EventSink['persistFailed'] = (_events, cause) => {
  throw new Error('an event was not stored', { cause })
}

/** The maxima of a limit, by key. */
type Maxima = Readonly<Partial<Record<RateLimitKey, number>>>

const generous = 1000
const noLimits: Readonly<Partial<Record<RateLimitName, Maxima>>> = {}

/** Returns limits that no test reaches by accident, but for those that are given here. */
function testLimits(given: Readonly<Partial<Record<RateLimitName, Maxima>>>): RateLimits {
  const chosen = (Object.keys(defaultRateLimits) as RateLimitName[]).map((name) => {
    const limit: RateLimit = defaultRateLimits[name]
    const bounds = limit.bounds.map((bound) => ({ ...bound, max: given[name]?.[bound.by] ?? generous }))
    return [name, { ...limit, bounds }] as const
  })
  return { ...defaultRateLimits, ...Object.fromEntries(chosen) }
}

/** Shared, so that the file is read once. */
const breachedPasswords = createBreachedPasswords({ files: [commonPasswordsFile], range: null })

export interface TestAuth {
  readonly auth: Auth
  readonly clock: HandSetClock
  readonly events: readonly SecurityEvent[]
}

/** Returns the whole domain over memory stores, with a clock that is set by hand. */
export function testAuth({
  stores = createMemoryStores(),
  argon2 = cheap,
  providers = noProviders,
  bounds = defaultHashingBounds,
  limits = noLimits,
  minLength = 8,
  persistFailed = throwOnPersistFailed,
  secrets = defaultSecrets,
  sessionPolicy = defaultSessionPolicy,
  subscriptionPolicy = defaultSubscriptionPolicy,
  clients = testClients,
  mailPolicy = noMail,
  captchaVerifier = noCaptcha,
  secondFactorPolicy = optional,
  relyingParty = localRelyingParty,
} = {}): TestAuth {
  const clock = new HandSetClock()
  const events: SecurityEvent[] = []
  const auth = createAuth({
    stores,
    hasher: createArgon2Hasher(argon2, bounds),
    rateLimits: testLimits(limits),
    clients,
    providers: new ConfiguredProviders(providers),
    redirectUri: (provider) => `http://localhost:3000/oauth/callback/${provider}`,
    eventSink: { record: (event) => void events.push(event), persistFailed },
    sessionPolicy,
    subscriptionPolicy,
    passwordPolicy: { minLength, support: null },
    mailPolicy,
    captchaVerifier,
    secondFactorPolicy,
    relyingParty,
    breachedPasswords,
    secrets,
    issuer: 'http://localhost:3000',
    now: clock.now,
    random: randomBytes,
  })
  return { auth, clock, events }
}
