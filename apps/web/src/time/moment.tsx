import type { JSX } from 'react'
import { useTimeFormats } from '../preferences/preferences-provider.tsx'
import { useNow } from './use-now.ts'

/** A time as a part of a sentence: “yesterday at 21:04”, with the exact one on hover. */
export function Moment({ at }: { readonly at: string }): JSX.Element {
  const now = useNow()
  const times = useTimeFormats()
  const date = new Date(at)
  return (
    <time dateTime={at} title={times.exact(date)} className="tabular">
      {times.moment(date, now)}
    </time>
  )
}
