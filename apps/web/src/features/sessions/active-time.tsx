import { VisuallyHidden } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { exactTime, isActive } from '../../time/relative-time.ts'
import { TimeAgo } from '../../time/time-ago.tsx'
import { useNow } from '../../time/use-now.ts'
import classes from './active-time.module.css'

/** When a session was last used. The current session counts as active now. */
export function ActiveTime({ session }: { readonly session: SessionView }): JSX.Element {
  const now = useNow()
  const lastSeen = new Date(session.lastSeenAt)
  if (session.current || isActive(lastSeen, now)) {
    const exactly = exactTime(lastSeen)
    return (
      <time dateTime={session.lastSeenAt} title={exactly} className={classes.now}>
        Active now<VisuallyHidden> ({exactly})</VisuallyHidden>
      </time>
    )
  }
  return (
    <span>
      Active <TimeAgo at={session.lastSeenAt} />
    </span>
  )
}
