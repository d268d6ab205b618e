import type { JSX } from 'react'
import { exactTime } from './relative-time.ts'

export function ExactTime({ at }: { readonly at: string }): JSX.Element {
  return (
    <time dateTime={at} className="tabular">
      {exactTime(new Date(at))}
    </time>
  )
}
