import { UnstyledButton } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import { IconChevronDown } from '@tabler/icons-react'
import { type JSX, type ReactNode, useId, useState } from 'react'
import { ActiveTime } from './active-time.tsx'
import { DeviceIcon } from './device-icon.tsx'
import { SessionDetails } from './session-details.tsx'
import classes from './session-row.module.css'
import { methodOf } from './session-words.ts'
import { useProviders } from '../../providers/use-providers.ts'
import { TimeAgo } from '../../time/time-ago.tsx'

export interface SessionRowProps {
  readonly session: SessionView
  /** What can be done to it. */
  readonly action: ReactNode
}

/** First what a person recognises, then what they check; the rest opens in place. */
export function SessionRow({ session, action }: SessionRowProps): JSX.Element {
  const [open, setOpen] = useState(false)
  const detailsId = useId()
  const providers = useProviders()
  return (
    <li className={classes.root} data-session={session.id}>
      <span className={classes.icon}>
        <DeviceIcon device={session.device} />
      </span>
      <div className={classes.words}>
        <p className={classes.first}>
          <bdi className={classes.name} title={session.name} data-open={open}>
            {session.name}
          </bdi>
          <span className={classes.facts}>
            {session.current && <span className={classes.here}>This device</span>}
            <span>{methodOf(session, providers)}</span>
            {session.remembered && <span>Remembered</span>}
          </span>
        </p>
        <p className={classes.second}>
          <ActiveTime session={session} />
          <span>
            Signed in <TimeAgo at={session.createdAt} />
          </span>
          {session.ip !== null && <bdi className="tabular">{session.ip}</bdi>}
        </p>
      </div>
      <div className={classes.actions}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={open ? detailsId : undefined}
          aria-label={`Details of ${session.name}`}
          onClick={() => setOpen(!open)}
        >
          Details
          <IconChevronDown size={16} stroke={1.75} aria-hidden data-open={open} />
        </UnstyledButton>
        {action}
      </div>
      {open && (
        <div id={detailsId} className={classes.details}>
          <SessionDetails session={session} />
        </div>
      )}
    </li>
  )
}
