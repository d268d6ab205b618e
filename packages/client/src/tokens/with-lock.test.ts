import { expect, it } from 'vitest'
import { withLock } from './with-lock.ts'
import { memoryTokenStore } from './memory-token-store.ts'

/** Work that logs when it begins and ends, and ends when the test says so. */
function work(name: string, log: string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const run = async (): Promise<string> => {
    log.push(`${name} begins`)
    await promise.finally(() => log.push(`${name} ends`))
    return name
  }
  return { run, finish: resolve, fail: () => reject(new Error(name)) }
}

it.each([
  ['a queue where the store has no name', undefined, undefined],
  ['a queue where there are no locks', 'shared', undefined],
  ['a Web Lock', 'shared', navigator.locks],
])('runs one work after the other by %s, also after one that failed', async (_, sharedAs, locks) => {
  const store = { ...memoryTokenStore(), ...(sharedAs === undefined ? {} : { sharedAs }) }
  const log: string[] = []
  const [one, two, three] = [work('one', log), work('two', log), work('three', log)]
  const turns = [one, two, three].map(({ run }) => withLock(store, locks, run))
  three.finish()
  two.fail()
  const ended = Promise.allSettled(turns)
  one.finish()
  expect((await ended).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(log).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends'])
})

it('does not make users of different stores wait for each other', async () => {
  const log: string[] = []
  const [one, other] = [work('one', log), work('other', log)]
  const waiting = withLock(memoryTokenStore(), undefined, one.run)
  other.finish()
  expect(await withLock(memoryTokenStore(), undefined, other.run)).toBe('other')
  one.finish()
  await waiting
})

it('makes different store objects with the same name wait for each other', async () => {
  const log: string[] = []
  const [one, two] = [work('one', log), work('two', log)]
  const inTab = (run: () => Promise<string>) =>
    withLock({ ...memoryTokenStore(), sharedAs: 'the same' }, navigator.locks, run)
  const turns = [inTab(one.run), inTab(two.run)]
  two.finish()
  one.finish()
  await Promise.all(turns)
  expect(log).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
})
