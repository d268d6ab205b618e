import type { PlainText } from '../values/plain-text.ts'

/** A value from elsewhere inside a text of ours. */
export interface Value {
  readonly value: PlainText
}

/** A sentence: its parts are texts of the catalogue and values. */
export type Line = readonly (string | Value)[]

/** A text for one, and a text for any other count. */
export interface Counted {
  readonly one: string
  readonly other: string
}

/** Stands for a value of which nothing can be shown. */
const nothing = '—'

/**
 * Puts values into a text of the catalogue, in which `{name}` stands for each. A value is not searched for more of them, and
 * a dash stands for `null`.
 *
 * @throws Error when the text names a value that is not there
 */
export function fillText(text: string, values: Readonly<Record<string, PlainText | null>> = {}): Line {
  return text.split(/\{(\w+)\}/).flatMap((part, index): Line => {
    if (index % 2 === 0) return part === '' ? [] : [part]
    const value = Object.hasOwn(values, part) ? values[part] : undefined
    if (value === undefined) throw new Error(`“${text}” needs a value for “${part}”.`)
    return [value === null ? nothing : { value }]
  })
}

const rules = new Intl.PluralRules('en')

/** Returns the text for a count, with the count in the place of `{count}`. */
export function countedText({ one, other }: Counted, count: number): string {
  return (rules.select(count) === 'one' ? one : other).replaceAll('{count}', count.toLocaleString('en'))
}

/** Returns a sentence as one text. */
export function lineText(line: Line): string {
  return line.map((part) => (typeof part === 'string' ? part : part.value)).join('')
}
