import type { JSX } from 'react'
import { useTimeFormats } from '../preferences/preferences-provider.tsx'

export function ExactTime({ at }: { readonly at: string }): JSX.Element {
  const times = useTimeFormats()
  return (
    <time dateTime={at} className="tabular">
      {times.exact(new Date(at))}
    </time>
  )
}
