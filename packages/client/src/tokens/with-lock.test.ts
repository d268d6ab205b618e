import { expect, it } from 'vitest'
import { withLock } from './with-lock.ts'
import { memoryTokenStore } from './memory-token-store.ts'

/** Work that says when it begins and ends, and ends when it is told to. */
function work(name: string, said: string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const run = async (): Promise<string> => {
    said.push(`${name} begins`)
    await promise.finally(() => said.push(`${name} ends`))
    return name
  }
  return { run, finish: resolve, fail: () => reject(new Error(name)) }
}

it.each([
  ['a queue where the store has no name', undefined, undefined],
  ['a queue where there are no locks', 'shared', undefined],
  ['a Web Lock', 'shared', navigator.locks],
])('takes turns by %s, also after one that failed', async (_, sharedAs, locks) => {
  const store = { ...memoryTokenStore(), ...(sharedAs === undefined ? {} : { sharedAs }) }
  const said: string[] = []
  const [one, two, three] = [work('one', said), work('two', said), work('three', said)]
  const turns = [one, two, three].map(({ run }) => withLock(store, locks, run))
  three.finish()
  two.fail()
  const ended = Promise.allSettled(turns)
  one.finish()
  expect((await ended).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(said).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends'])
})

it('lets those who share nothing go ahead', async () => {
  const said: string[] = []
  const [one, other] = [work('one', said), work('other', said)]
  const waiting = withLock(memoryTokenStore(), undefined, one.run)
  other.finish()
  expect(await withLock(memoryTokenStore(), undefined, other.run)).toBe('other')
  one.finish()
  await waiting
})

it('lets other tabs go ahead by the name of the store, whatever object it is', async () => {
  const said: string[] = []
  const [one, two] = [work('one', said), work('two', said)]
  const inTab = (run: () => Promise<string>) =>
    withLock({ ...memoryTokenStore(), sharedAs: 'the same' }, navigator.locks, run)
  const turns = [inTab(one.run), inTab(two.run)]
  two.finish()
  one.finish()
  await Promise.all(turns)
  expect(said).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
})
