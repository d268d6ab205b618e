import { VisuallyHidden } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { ago } from '../../language/rich.tsx'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { isActive } from '../../time/time-formats.ts'
import { useNow } from '../../time/use-now.ts'
import classes from './active-time.module.css'

export interface ActiveTimeProps {
  readonly session: Pick<SessionView, 'current' | 'lastSeenAt' | 'online'>
}

/** When a session was last used. The current one is active now; of another one that is open now, its badge says as much. */
export function ActiveTime({ session: { current, lastSeenAt, online } }: ActiveTimeProps): JSX.Element | null {
  const texts = useTranslations('access')
  const times = useTimeFormats()
  const now = useNow()
  const lastSeen = new Date(lastSeenAt)
  if (!current && !isActive(lastSeen, now)) return <span>{texts.rich('active', ago(lastSeenAt))}</span>
  if (!current && online) return null
  const exactly = times.exact(lastSeen)
  return (
    <time dateTime={lastSeenAt} title={exactly} className={classes.now}>
      {texts('activeNow')}
      <VisuallyHidden> ({exactly})</VisuallyHidden>
    </time>
  )
}
