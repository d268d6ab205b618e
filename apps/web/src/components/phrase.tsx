import type { JSX } from 'react'
import { exactTime, moment } from '../time/relative-time.ts'
import { useNow } from '../time/use-now.ts'

/** A sentence with names, whose writing direction is isolated, and times. */
export type Phrase = readonly (string | { readonly name: string } | { readonly at: string })[]

/** The sentence as bare text, for labels. */
export function phraseText(phrase: Phrase, now: Date): string {
  return phrase
    .map((part) => {
      if (typeof part === 'string') return part
      return 'name' in part ? part.name : moment(new Date(part.at), now)
    })
    .join('')
}

export function PhraseText({ phrase }: { readonly phrase: Phrase }): JSX.Element {
  const now = useNow()
  return (
    <>
      {phrase.map((part, index) => {
        if (typeof part === 'string') return part
        // The parts of a sentence have no identity but their index.
        // oxlint-disable-next-line react/no-array-index-key
        if ('name' in part) return <bdi key={index}>{part.name}</bdi>
        const at = new Date(part.at)
        return (
          // oxlint-disable-next-line react/no-array-index-key
          <time key={index} dateTime={part.at} title={exactTime(at)} className="tabular">
            {moment(at, now)}
          </time>
        )
      })}
    </>
  )
}
