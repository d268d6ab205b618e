import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { useTimeFormats } from '../preferences/preferences-provider.tsx'
import { useNow } from './use-now.ts'

/** A relative time in the past, with the exact one on hover and for assistive technology. */
export function TimeAgo({ at }: { readonly at: string }): JSX.Element {
  const now = useNow()
  const times = useTimeFormats()
  const date = new Date(at)
  const exactly = times.exact(date)
  return (
    <time dateTime={at} title={exactly} className="tabular">
      {times.timeAgo(date, now)}
      <VisuallyHidden> ({exactly})</VisuallyHidden>
    </time>
  )
}
