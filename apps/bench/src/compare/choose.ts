import { type Contestant, floor } from './contestants.ts'

export interface Chosen {
  /** Empty, or with the floor, which all others are compared with. */
  readonly contestants: readonly Contestant[]
  readonly parts: readonly string[]
}

/**
 * Chooses what has one of some words in its name, in either case; everything for no words.
 *
 * @throws Error for a word that no name has.
 */
export function choose(words: readonly string[], contestants: readonly Contestant[], parts: readonly string[]): Chosen {
  if (words.length === 0) return { contestants, parts }
  const names = [...contestants.map(({ name }) => name), ...parts]
  const unknown = words.filter((word) => !names.some((name) => has(name, word)))
  if (unknown.length > 0) throw new Error(`no name has “${unknown.join('”, “')}”; there are: ${names.join('; ')}`)
  const isChosen = (name: string): boolean => words.some((word) => has(name, word))
  const isCompared = contestants.some(({ name }) => isChosen(name))
  return {
    contestants: isCompared ? contestants.filter(({ name }) => name === floor || isChosen(name)) : [],
    parts: parts.filter(isChosen),
  }
}

function has(name: string, word: string): boolean {
  return name.toLowerCase().includes(word.toLowerCase())
}
