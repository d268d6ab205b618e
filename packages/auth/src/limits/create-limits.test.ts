import { describe, expect, it } from 'vitest'
import { hour, minute, second } from '../core/duration.ts'
import { StoreUnavailableError } from '../core/store-unavailable-error.ts'
import type { FailureEntries } from '../events/event-record.ts'
import { HandSetClock } from '../testing/clock.ts'
import { createMemoryStores } from '../testing/memory/memory-stores.ts'
import { createLimits } from './create-limits.ts'
import type { Consumption, Limits } from './limits.ts'
import { RateLimitedError } from './limits.ts'
import { createMemoryCallCounts } from './memory-call-counts.ts'
import type { RateLimitStore } from './rate-limit-store.ts'
import {
  defaultRateLimits,
  type RateLimit,
  type RateLimitKey,
  type RateLimitName,
  type RateLimits,
} from './rate-limits.ts'

const subject = { account: 'ada', network: '203.0.113.7', browser: null }

const noEntries: FailureEntries = { kept: [], discarded: [] }

const small: Partial<Record<RateLimitKey, number>> = {
  account: 3,
  network: 6,
  block: 8,
  accountAnywhere: 10,
  browser: 2,
  browsers: 5,
}

function withMaxima(name: RateLimitName, maxima: Partial<Record<RateLimitKey, number>>): RateLimits {
  const limit: RateLimit = defaultRateLimits[name]
  const bounds = limit.bounds.map((bound) => ({ ...bound, max: maxima[bound.by] ?? bound.max }))
  return { ...defaultRateLimits, [name]: { ...limit, bounds } }
}

interface Attempted {
  readonly account?: string
  readonly network?: string
  readonly browser?: string | null
}

function passwordAttempts(maxima = small) {
  const clock = new HandSetClock()
  const { rateLimits: store } = createMemoryStores()
  const start = (over: RateLimitStore = store, counts = createMemoryCallCounts()): Limits =>
    createLimits({ store: over, counts, rateLimits: withMaxima('passwordAttempt', maxima), now: clock.now })
  const limits = start()
  const consume = ({ account = 'ada', network = '203.0.113.7', browser = null }: Attempted = {}, over = limits) =>
    over.consume('passwordAttempt', { account, network, browser })
  /** Fails an attempt; returns `null` when it is within its limits, else the refusal. */
  const fail = async (attempted?: Attempted, over = limits): Promise<RateLimitedError | null> => {
    const outcome = await refusalOf(consume(attempted, over))
    if (outcome instanceof RateLimitedError) return outcome
    await outcome.fail(noEntries)
    return null
  }
  return { clock, store, start, consume, fail }
}

async function refusalOf(consumed: Promise<Consumption>): Promise<Consumption | RateLimitedError> {
  return consumed.catch((error: unknown) => {
    if (error instanceof RateLimitedError) return error
    throw error
  })
}

const times = async <T>(count: number, act: (index: number) => Promise<T>): Promise<readonly T[]> => {
  const results: T[] = []
  // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is the point
  for (let index = 0; index < count; index += 1) results.push(await act(index))
  return results
}

const keysOf = (refusals: readonly (RateLimitedError | null)[]) => refusals.map((refusal) => refusal?.by ?? 'allowed')

describe('a limit', () => {
  it('counts calls at the same moment exactly, in flight, failed and succeeded', async () => {
    const { consume, fail } = passwordAttempts()
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => refusalOf(consume())))
    const refusals = outcomes.filter((outcome) => outcome instanceof RateLimitedError)
    expect(refusals).toHaveLength(7)
    expect(refusals.map(({ retryAfter }) => retryAfter)).toEqual(Array.from({ length: 7 }, () => 900))
    expect(refusals.filter(({ isFirst }) => isFirst)).toHaveLength(1)
    const [one, two, three] = outcomes.filter(
      (outcome): outcome is Consumption => !(outcome instanceof RateLimitedError),
    )
    await Promise.all([one?.fail(noEntries), two?.fail(noEntries), three?.cancel()])
    expect(keysOf(await Promise.all(Array.from({ length: 5 }, () => fail())))).toEqual([
      'allowed',
      ...Array.from({ length: 4 }, () => 'account'),
    ])
  })

  it('counts one network over all accounts, and one block over all networks', async () => {
    const { fail } = passwordAttempts()
    const refusals = await times(8, (index) => fail({ account: `user-${index}` }))
    expect(keysOf(refusals)).toEqual([...Array.from({ length: 6 }, () => 'allowed'), 'network', 'network'])
    const neighbours = await times(4, (index) => fail({ account: `other-${index}`, network: '203.0.113.8' }))
    // The two calls over the limit of one address used up nothing of its block.
    expect(keysOf(neighbours)).toEqual(['allowed', 'allowed', 'block', 'block'])
    expect(await fail({ network: '203.0.114.8' })).toBeNull()
  })

  it('counts IPv6 addresses by /64, and by /48 in a block', async () => {
    const { fail } = passwordAttempts()
    const of = (prefix: string) =>
      times(7, (index) => fail({ account: `a${index}`, network: `${prefix}::${index + 1}` }))
    expect(keysOf(await of('2001:db8:1:1')).at(-1)).toBe('network')
    expect(keysOf(await of('2001:db8:1:2')).slice(2)).toEqual(Array.from({ length: 5 }, () => 'block'))
    expect(keysOf(await of('2001:db8:2:1')).at(-2)).toBe('allowed')
  })

  it('counts an account over all networks, from the first failure on for an hour', async () => {
    const { clock, fail } = passwordAttempts()
    const elsewhere = (index: number) => fail({ network: `10.0.${index}.1` })
    expect(keysOf(await times(11, elsewhere)).filter((by) => by === 'allowed')).toHaveLength(10)
    expect(await elsewhere(99)).toMatchObject({ by: 'accountAnywhere', retryAfter: 3600, isFirst: false })
    clock.advance(hour - 1)
    expect(await elsewhere(99)).toMatchObject({ by: 'accountAnywhere', retryAfter: 1 })
    clock.advance(1)
    expect(await elsewhere(99)).toBeNull()
  })

  it('has a lane for each recognised browser, which strangers can’t fill', async () => {
    const { fail, consume } = passwordAttempts()
    await times(11, (index) => fail({ network: `10.0.${index}.1` }))
    await times(8, (index) => fail({ account: `user-${index}` }))
    expect(keysOf(await times(3, () => fail({ browser: 'laptop' })))).toEqual(['allowed', 'allowed', 'browser'])
    await (await consume({ browser: 'phone' })).succeed()
    expect(keysOf(await times(3, () => fail({ browser: 'phone' })))).toEqual(['allowed', 'allowed', 'browser'])
    // Over all of its browsers an account is limited as well.
    expect(keysOf(await times(2, () => fail({ browser: 'desktop' })))).toEqual(['allowed', 'browsers'])
    expect(await fail({ account: 'bob', network: '10.1.0.1', browser: 'laptop' })).toBeNull()
  })

  it('looks at every key before it counts: a refused call adds to none but the one that refused it', async () => {
    const { store, fail } = passwordAttempts()
    await times(6, (index) => fail({ account: `user-${index}` }))
    const stored: unknown[] = []
    const counting: RateLimitStore = {
      ...store,
      find: async (...args) => {
        stored.push('find')
        return store.find(...args)
      },
    }
    const { start } = passwordAttempts({ network: 0 })
    expect(await fail({ account: 'new' }, start(counting))).toMatchObject({ by: 'network' })
    expect(stored).toEqual([])
  })

  it('counts together with other servers, in flight and failed', async () => {
    const { store, start } = passwordAttempts()
    const counts = createMemoryCallCounts()
    const [one, other] = [start(store, counts), start(store, counts)]
    const attempt = (limits: Limits) => refusalOf(limits.consume('passwordAttempt', subject))
    const inFlight = await attempt(one)
    await ((await attempt(one)) as Consumption).fail(noEntries)
    expect(await attempt(other)).not.toBeInstanceOf(RateLimitedError)
    expect(await attempt(other)).toMatchObject({ by: 'account' })
    await (inFlight as Consumption).cancel()
    expect(await attempt(one)).not.toBeInstanceOf(RateLimitedError)
  })

  it('misses no failure that another server stores between its look at the store and its count', async () => {
    const { clock, store, start } = passwordAttempts({ account: 1 })
    const counts = createMemoryCallCounts()
    const other = start(store, counts)
    let looks = 0
    const late: RateLimitStore = {
      ...store,
      async find(...args) {
        const found = await store.find(...args)
        looks += 1
        if (looks === 1) await (await other.consume('passwordAttempt', subject)).fail(noEntries)
        return found
      },
    }
    const outcome = await refusalOf(start(late, counts).consume('passwordAttempt', subject))
    expect(outcome).toMatchObject({ by: 'account' })
    // The call that was refused is not counted against its network.
    const network = { kind: 'network', key: 'passwordAttempt.1:203.0.113.7', max: 1, window: 15 * minute } as const
    expect(counts.peek(network, clock.now())).toMatchObject({ points: 1 })
  })

  it.each([1, 2, 10])('limits window %i as it limits the first', async (window) => {
    const { clock, fail } = passwordAttempts({ account: 3 })
    for (let passed = 0; passed < window; passed += 1) {
      expect(keysOf(await times(5, () => fail()))).toEqual(['allowed', 'allowed', 'allowed', 'account', 'account'])
      clock.advance(15 * minute)
    }
    expect(keysOf(await times(4, () => fail()))).toEqual(['allowed', 'allowed', 'allowed', 'account'])
  })

  it.each(['userCode', 'signIn', 'refresh'] as const)(
    'limits %s in its eleventh window as in its first',
    async (name) => {
      const clock = new HandSetClock()
      const rateLimits = withMaxima(name, { user: 2, session: 2 })
      const limits = createLimits({ store: createMemoryStores().rateLimits, rateLimits, now: clock.now })
      const consume = () =>
        limits.consume<RateLimitName>(name, {
          user: 'ada',
          session: 'session',
          account: '',
          recipient: '',
          network: null,
          browser: null,
        })
      for (let windows = 0; windows < 11; windows += 1) {
        await consume()
        await consume()
        await expect(consume()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
        clock.advance(defaultRateLimits[name].bounds[0].window)
      }
    },
  )
})

describe('a success', () => {
  it('gives back a password attempt, and the failures of its account in its network', async () => {
    const { consume, fail } = passwordAttempts()
    await times(2, () => fail())
    await times(20, async () => (await consume()).succeed())
    expect(keysOf(await times(4, () => fail()))).toEqual(['allowed', 'allowed', 'allowed', 'account'])
  })

  it('writes nothing where no failure is stored', async () => {
    const { start, store, consume, fail } = passwordAttempts()
    const writes: string[] = []
    const limits = start({
      ...store,
      add: async (...args) => store.add(...args).then(() => void writes.push('add')),
      delete: async (keys) => store.delete(keys).then(() => void writes.push('delete')),
    })
    await (await consume({}, limits)).succeed()
    expect(writes).toEqual([])
    await fail({}, limits)
    await (await consume({}, limits)).succeed()
    expect(writes).toEqual(['add', 'delete'])
  })

  it('gives back no more than was counted', async () => {
    const { consume, fail } = passwordAttempts()
    const consumption = await consume()
    await times(5, async () => {
      await consumption.cancel()
      await consumption.succeed()
      await consumption.fail(noEntries)
    })
    expect(keysOf(await times(4, () => fail()))).toEqual(['allowed', 'allowed', 'allowed', 'account'])
  })

  it('gives back only the user code that belongs to a device', async () => {
    const limits = createLimits({
      store: createMemoryStores().rateLimits,
      rateLimits: withMaxima('userCode', { user: 2 }),
      now: new HandSetClock().now,
    })
    const consume = () => limits.consume('userCode', { user: 'ada' })
    await consume()
    await times(5, async () => (await consume()).succeed())
    await consume()
    await expect(consume()).rejects.toMatchObject({ code: 'RATE_LIMITED', isFirst: true })
    await expect(consume()).rejects.toMatchObject({ isFirst: false })
  })
})

describe('failures of an account', () => {
  it('outlive a restart, and a refusal is the first of its window only once', async () => {
    const { clock, start, fail } = passwordAttempts()
    await times(3, () => fail({}, start()))
    const refusal = await fail({}, start())
    expect(refusal).toMatchObject({ by: 'account', isFirst: true })
    await refusal?.store(noEntries)
    expect(await fail({}, start())).toMatchObject({ by: 'account', isFirst: false, retryAfter: 900 })
    clock.advance(15 * minute)
    expect(await fail({}, start())).toBeNull()
  })

  it('are over when the clock is set back to before their window, in memory and in the store', async () => {
    const { clock, start, fail, consume } = passwordAttempts()
    const limits = start()
    const refused = await times(4, () => fail({}, limits))
    await refused[3]?.store(noEntries)
    clock.advance(-hour)
    const inFlight = await times(3, () => consume({}, limits))
    expect(await fail({}, limits)).toMatchObject({ by: 'account', isFirst: true, retryAfter: 900 })
    await times(3, (index) => inFlight[index]?.cancel() ?? Promise.reject(new Error('no such attempt')))
    expect(keysOf(await times(4, () => fail({}, start())))).toEqual(['allowed', 'allowed', 'allowed', 'account'])
  })

  it('count in memory where the store fails, and a success still succeeds', async () => {
    const { clock, start, store, fail, consume } = passwordAttempts()
    await fail()
    const unavailable = async (): Promise<never> => Promise.reject(new StoreUnavailableError('disk full'))
    const limits = start({ ...store, add: unavailable, delete: unavailable })
    await (await consume({}, limits)).succeed()
    await times(2, () => expect(fail({}, limits)).rejects.toThrow(StoreUnavailableError))
    expect(await fail({}, limits)).toMatchObject({ by: 'account', isFirst: true })
    clock.advance(15 * minute)
    await expect(fail({}, limits)).rejects.toThrow(StoreUnavailableError)
  })

  it('are swept when their window is over', async () => {
    const { clock, start, store, fail } = passwordAttempts({ account: 3 })
    const limits = start()
    await times(60, (index) => fail({ account: `user-${index}` }, limits))
    expect(await limits.sweep()).toBe(false)
    clock.advance(hour + second)
    expect([await limits.sweep(), await limits.sweep()]).toEqual([true, false])
    expect(await store.deleteExpired(clock.now(), 1)).toBe(0)
  })
})
