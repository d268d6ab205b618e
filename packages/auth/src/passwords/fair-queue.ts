import { AuthError } from '../core/auth-error.ts'
import { TurnQueue } from '../core/turn-queue.ts'

export interface FairQueueBounds {
  /** How much work runs at the same time. */
  readonly concurrency: number
  /** How much work may wait, in all groups together. */
  readonly maxWaiting: number
}

export interface QueuedWork<T> {
  /** The group of the work, from the widest to the narrowest: all paths in a queue have the same length. */
  readonly path: readonly string[]
  readonly work: () => Promise<T>
}

interface Job {
  readonly start: () => Promise<void>
  readonly refuse: () => void
}

/** Work that waits under one part of a path. */
interface Group {
  waiting: number
  /** By the next part of the path, in the order in which they are served. Empty at the end of a path. */
  readonly groups: Map<string, Group>
  /** At the end of a path, in the order in which they came. */
  readonly jobs: Job[]
}

/** Seconds. */
const retryAfter = 2

/**
 * Runs a bounded amount of work at a time, and shares the turns: the widest groups take turns, within each the next
 * narrower ones, and so on. A group with one piece of work waits for one piece of each other group, however much these
 * have waiting.
 */
export class FairQueue {
  readonly #bounds: FairQueueBounds
  readonly #root = newGroup()
  /** Work that was started together ends together. What follows it, like a commit, is not to stop the event loop twice. */
  readonly #ended = new TurnQueue()
  #running = 0

  constructor(bounds: FairQueueBounds) {
    this.#bounds = bounds
  }

  /**
   * Runs `work` when its turn has come; returns what it returns, in a turn of the event loop of its own. In a full queue the newest work of the group that has the
   * most waiting is refused, which is this work only if its own group has the most.
   *
   * @throws AuthError `RATE_LIMITED` when it is refused
   */
  run<T>({ path, work }: QueuedWork<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    add(this.#root, path, {
      start: async () => {
        try {
          const result = await work()
          void this.#ended.next().then(() => resolve(result))
        } catch (error) {
          reject(error)
        }
      },
      refuse: () => reject(new AuthError('RATE_LIMITED', retryAfter)),
    })
    this.#startNext()
    if (this.#root.waiting > this.#bounds.maxWaiting) takeNewest(this.#root)?.refuse()
    return promise
  }

  #startNext(): void {
    if (this.#running >= this.#bounds.concurrency) return
    const next = takeNext(this.#root)
    if (next === null) return
    this.#running += 1
    void this.#finish(next)
  }

  async #finish(job: Job): Promise<void> {
    await job.start()
    this.#running -= 1
    this.#startNext()
  }
}

function newGroup(): Group {
  return { waiting: 0, groups: new Map(), jobs: [] }
}

function add(group: Group, [part, ...rest]: readonly string[], job: Job): void {
  group.waiting += 1
  if (part === undefined) {
    group.jobs.push(job)
    return
  }
  const inner = group.groups.get(part) ?? newGroup()
  group.groups.set(part, inner)
  add(inner, rest, job)
}

/** Takes the oldest work of the group whose turn it is, and puts that group at the end of the order. */
function takeNext(group: Group): Job | null {
  const [turn] = group.groups
  if (turn === undefined) return takeOwn(group, group.jobs.shift())
  const [part, inner] = turn
  const job = takeOwn(group, takeNext(inner))
  group.groups.delete(part)
  if (inner.waiting > 0) group.groups.set(part, inner)
  return job
}

/** Takes the newest work of the group that has the most waiting; of equals, the one whose turn is the farthest away. */
function takeNewest(group: Group): Job | null {
  let most: readonly [string, Group] | null = null
  for (const entry of group.groups) if (most === null || entry[1].waiting >= most[1].waiting) most = entry
  if (most === null) return takeOwn(group, group.jobs.pop())
  const [part, inner] = most
  const job = takeOwn(group, takeNewest(inner))
  if (inner.waiting === 0) group.groups.delete(part)
  return job
}

function takeOwn(group: Group, job: Job | null | undefined): Job | null {
  if (job === null || job === undefined) return null
  group.waiting -= 1
  return job
}
