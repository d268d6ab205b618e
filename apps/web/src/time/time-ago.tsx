import { VisuallyHidden } from '@mantine/core'
import type { JSX } from 'react'
import { exactTime, timeAgo } from './relative-time.ts'
import { useNow } from './use-now.ts'

/** A relative time in the past, with the exact one on hover and for assistive technology. */
export function TimeAgo({ at }: { readonly at: string }): JSX.Element {
  const now = useNow()
  const date = new Date(at)
  const exactly = exactTime(date)
  return (
    <time dateTime={at} title={exactly} className="tabular">
      {timeAgo(date, now)}
      <VisuallyHidden> ({exactly})</VisuallyHidden>
    </time>
  )
}
