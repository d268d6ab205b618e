import { randomBytes } from 'node:crypto'
import { type Auth, createAuth } from './auth.ts'
import type { EventSink } from './events/event-sink.ts'
import type { SecurityEvent } from './events/security-event.ts'
import type { RegisteredClient } from './grants/client-registry.ts'
import { createMemoryAttemptLimiter } from './limits/attempt-limiter.memory.ts'
import type { AttemptLimits } from './limits/attempt-limiter.ts'
import type { Provider } from './oauth/providers/provider.ts'
import { ProviderRegistry } from './oauth/providers/provider-registry.ts'
import { type Argon2Parameters, createArgon2Hasher, defaultHashingBounds } from './passwords/argon2-hasher.ts'
import { defaultSessionPolicy } from './sessions/session-lifetime.ts'
import { defaultWatchPolicy } from './sessions/watch/session-rooms.ts'
import { createMemoryStores } from './stores.memory.ts'
import { HandSetClock } from './testing.ts'

/** The least that argon2 takes: these tests are not about its strength. */
const cheap: Argon2Parameters = { memoryCost: 8, timeCost: 1 }
const generous: AttemptLimits = { perAccount: 1000, perNetwork: 1000, window: 60_000 }

const noProviders: readonly Provider[] = []

const defaultSecrets: readonly [string, ...string[]] = ['a secret of these tests, long enough to be one']

const testClients: readonly RegisteredClient[] = [
  {
    id: 'cli',
    name: 'Command Line',
    redirectUris: ['http://127.0.0.1/callback', 'http://[::1]/callback', 'com.example.app:/signed-in'],
    device: true,
  },
  { id: 'page', name: 'Some Page', redirectUris: ['https://app.example.com/back?x=1'], device: false },
]

const failWhenNotKept: EventSink['notKept'] = (_events, cause) => {
  throw new Error('an event was not kept', { cause })
}

export interface TestAuth {
  readonly auth: Auth
  readonly clock: HandSetClock
  readonly events: readonly SecurityEvent[]
}

/** The whole domain over memory stores, with a clock that is set by hand. */
export function testAuth({
  stores = createMemoryStores(),
  argon2 = cheap,
  providers = noProviders,
  bounds = defaultHashingBounds,
  limits = generous,
  minLength = 8,
  notKept = failWhenNotKept,
  secrets = defaultSecrets,
  sessionPolicy = defaultSessionPolicy,
  watchPolicy = defaultWatchPolicy,
  renames = generous,
  userCodes = generous,
  clients = testClients,
} = {}): TestAuth {
  const clock = new HandSetClock()
  const events: SecurityEvent[] = []
  const auth = createAuth({
    stores,
    hasher: createArgon2Hasher(argon2, bounds),
    limiter: createMemoryAttemptLimiter(limits),
    authorizationLimiter: createMemoryAttemptLimiter(generous),
    renameLimiter: createMemoryAttemptLimiter(renames),
    decisionLimiter: createMemoryAttemptLimiter(generous),
    deviceLimiter: createMemoryAttemptLimiter(generous),
    userCodeLimiter: createMemoryAttemptLimiter(userCodes),
    clients,
    providers: new ProviderRegistry(providers),
    redirectUri: (provider) => `http://localhost:3000/oauth/callback/${provider}`,
    eventSink: { record: (event) => void events.push(event), notKept },
    sessionPolicy,
    watchPolicy,
    passwordPolicy: { minLength },
    secrets,
    issuer: 'http://localhost:3000',
    now: clock.now,
    random: randomBytes,
  })
  return { auth, clock, events }
}
