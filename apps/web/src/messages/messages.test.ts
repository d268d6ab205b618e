import compile from 'icu-minify/compile'
import { describe, expect, it } from 'vitest'
import { de } from './de.ts'
import { en } from './en.ts'

type Texts = { readonly [key: string]: string | Texts }

function flat(texts: Texts, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === 'string' ? [[path + key, text] as const] : [...flat(text, `${path}${key}.`)],
    ),
  )
}

/** Returns the names of the arguments and tags of a compiled text. A text is a list of parts, or a single string. */
function argumentsOf(text: unknown): readonly string[] {
  return Array.isArray(text) ? text.flatMap(argumentsOfPart) : []
}

/** A part is text, an argument with its kind and its options, or a tag with what is in it. */
function argumentsOfPart(part: unknown): readonly string[] {
  if (!Array.isArray(part)) return []
  const [name, kind, options] = part as readonly unknown[]
  if (typeof kind === 'number' && kind > 0) return [String(name), ...Object.values(options ?? {}).flatMap(argumentsOf)]
  return [String(name), ...part.slice(1).flatMap(argumentsOfPart)]
}

const sorted = (text: string): readonly string[] => [...new Set(argumentsOf(compile(text)))].toSorted()

const english = flat(en)
const german = flat(de)

describe('the German texts', () => {
  it('are those of the English ones, and no others', () => {
    expect([...german.keys()]).toEqual([...english.keys()])
  })

  it.each([...english])('%s has the same arguments and tags', (key, text) => {
    expect(sorted(german.get(key) ?? '')).toEqual(sorted(text))
  })
})
