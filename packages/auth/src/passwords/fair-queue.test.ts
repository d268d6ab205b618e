import { describe, expect, it } from 'vitest'
import { FairQueue } from './fair-queue.ts'

/** Returns a queue whose work ends when the test says so, and the names of the work in the order in which it started. */
function testQueue(bounds = { concurrency: 1, maxWaiting: 1000 }) {
  const queue = new FairQueue(bounds)
  const started: string[] = []
  const refused: string[] = []
  const running: (() => void)[] = []

  /** Adds work at a path like `block/network/account`. */
  const add = (path: string, name = path): void => {
    const work = async () => {
      started.push(name)
      const { promise, resolve } = Promise.withResolvers<void>()
      running.push(resolve)
      await promise
    }
    queue.run({ path: path.split('/'), work }).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 2 })
      refused.push(name)
    })
  }

  /** Ends the oldest work that runs, until none is left. */
  const drain = async (): Promise<void> => {
    for (let end = running.shift(); end !== undefined; end = running.shift()) {
      end()
      await settled()
    }
  }
  return { add, drain, started, refused, running }
}

/** Resolves when every promise that is already resolved has had its reactions. */
async function settled(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(resolve)
  await promise
}

describe('the order of a fair queue', () => {
  it('is first come, first served within one account', async () => {
    const { add, drain, started } = testQueue()
    for (const name of ['1', '2', '3', '4']) add('a/a/ada', name)
    await drain()
    expect(started).toEqual(['1', '2', '3', '4'])
  })

  it('takes turns over blocks, within a block over networks, within a network over accounts', async () => {
    const { add, drain, started } = testQueue()
    add('a/a1/ada', 'running')
    for (const path of ['a/a1/ada', 'a/a1/ada', 'a/a1/bob', 'a/a2/eve', 'a/a2/eve', 'b/b1/cleo', 'b/b1/cleo']) add(path)
    await drain()
    expect(started).toEqual([
      'running',
      'a/a1/ada',
      'b/b1/cleo',
      'a/a2/eve',
      'b/b1/cleo',
      'a/a1/bob',
      'a/a2/eve',
      'a/a1/ada',
    ])
  })

  it('serves one piece of work after one of a group that has a thousand', async () => {
    const { add, drain, started } = testQueue({ concurrency: 1, maxWaiting: 2000 })
    for (let times = 0; times < 1000; times += 1) add('flood/a/x', 'flood')
    add('home/a/ada', 'home')
    await drain()
    expect(started).toHaveLength(1001)
    expect(started.indexOf('home')).toBe(2)
  })

  it('serves a newcomer after one piece of work of each of forty groups', async () => {
    const { add, drain, started } = testQueue()
    for (let times = 0; times < 20; times += 1) for (let block = 0; block < 40; block += 1) add(`${block}/a/x`, 'flood')
    add('home/a/ada', 'home')
    await drain()
    expect(started.indexOf('home')).toBeLessThanOrEqual(41)
  })

  it('gives a group no credit for work that it did not have', async () => {
    const { add, drain, started } = testQueue()
    add('a/a/x', 'a')
    await drain()
    add('b/b/x', 'b')
    for (const name of ['b2', 'b3']) add('b/b/x', name)
    for (const name of ['a2', 'a3']) add('a/a/x', name)
    await drain()
    expect(started).toEqual(['a', 'b', 'b2', 'a2', 'b3', 'a3'])
  })

  it('runs as much at a time as its concurrency says, after work that failed too', async () => {
    const queue = new FairQueue({ concurrency: 2, maxWaiting: 10 })
    let running = 0
    let most = 0
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        queue.run({
          path: ['a'],
          work: async () => {
            running += 1
            most = Math.max(most, running)
            await settled()
            running -= 1
            if (index % 2 === 0) throw new Error('failed')
            return index
          },
        }),
      ),
    )
    expect(most).toBe(2)
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
      false,
      true,
    ])
  })
})

describe('a full queue', () => {
  it('refuses the newest work of the group that has the most waiting, not the newcomer', async () => {
    const { add, drain, started, refused } = testQueue({ concurrency: 1, maxWaiting: 4 })
    add('flood/a/x', 'running')
    for (const name of ['1', '2', '3', '4']) add('flood/a/x', name)
    add('home/a/ada', 'home')
    await settled()
    expect(refused).toEqual(['4'])
    await drain()
    expect(started).toEqual(['running', '1', 'home', '2', '3'])
  })

  it('refuses within the widest group the newest of its largest network and account', async () => {
    const { add, drain, refused } = testQueue({ concurrency: 1, maxWaiting: 5 })
    add('a/a1/x', 'running')
    for (const path of ['a/a1/ada', 'a/a2/bob', 'a/a2/eve', 'a/a2/eve', 'b/b1/cleo', 'c/c1/dan']) add(path)
    await settled()
    expect(refused).toEqual(['a/a2/eve'])
    await drain()
  })

  it('refuses the newcomer when every group has one', async () => {
    const { add, drain, refused } = testQueue({ concurrency: 1, maxWaiting: 3 })
    for (const path of ['a', 'b', 'c', 'd', 'e']) add(path)
    await settled()
    expect(refused).toEqual(['e'])
    await drain()
  })

  it('refuses its own work when its group has the most', async () => {
    const { add, drain, refused, started } = testQueue({ concurrency: 1, maxWaiting: 10 })
    for (let times = 0; times < 100; times += 1) add('flood/a/x', `${times}`)
    await settled()
    expect(refused).toHaveLength(100 - 1 - 10)
    await drain()
    expect(started).toEqual(Array.from({ length: 11 }, (_, index) => `${index}`))
  })
})

it('returns the results of work that ends together in one turn of the event loop each', async () => {
  const queue = new FairQueue({ concurrency: 2, maxWaiting: 10 })
  const end = Promise.withResolvers<void>()
  const out: string[] = []
  for (const name of ['ada', 'bob']) {
    void queue.run({ path: ['a', 'a', name], work: () => end.promise }).then(() => out.push(name))
  }
  end.resolve()
  const seen: number[] = []
  for (let turn = 0; turn < 4; turn += 1) {
    await settled()
    seen.push(out.length)
  }
  expect(seen).toEqual([0, 1, 2, 2])
  expect(out).toEqual(['ada', 'bob'])
})
