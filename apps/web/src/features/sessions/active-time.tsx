import { VisuallyHidden } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { ago } from '../../language/rich.tsx'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { isActive } from '../../time/time-formats.ts'
import { useNow } from '../../time/use-now.ts'
import classes from './active-time.module.css'

/** When a session was last used. The current session counts as active now. */
export function ActiveTime({ session }: { readonly session: SessionView }): JSX.Element {
  const texts = useTranslations('access')
  const times = useTimeFormats()
  const now = useNow()
  const lastSeen = new Date(session.lastSeenAt)
  if (session.current || isActive(lastSeen, now)) {
    const exactly = times.exact(lastSeen)
    return (
      <time dateTime={session.lastSeenAt} title={exactly} className={classes.now}>
        {texts('activeNow')}
        <VisuallyHidden> ({exactly})</VisuallyHidden>
      </time>
    )
  }
  return <span>{texts.rich('active', ago(session.lastSeenAt))}</span>
}
