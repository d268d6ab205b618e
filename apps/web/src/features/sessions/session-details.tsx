import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { ExactTime } from '../../time/exact-time.tsx'
import classes from './session-details.module.css'

/** Everything that is known of a session, in full. */
export function SessionDetails({ session }: { readonly session: SessionView }): JSX.Element {
  return (
    <dl className={classes.root}>
      <dt>Address</dt>
      <dd className="tabular">{session.ip ?? 'Not known'}</dd>
      <dt>Signed in</dt>
      <dd>
        <ExactTime at={session.createdAt} />
      </dd>
      <dt>Last active</dt>
      <dd>
        <ExactTime at={session.lastSeenAt} />
      </dd>
      <dt>Ends if unused</dt>
      <dd>
        <ExactTime at={session.idleExpiresAt} />
      </dd>
      <dt>Ends at the latest</dt>
      <dd>
        <ExactTime at={session.expiresAt} />
      </dd>
      <dt>Session id</dt>
      <dd className={classes.id}>{session.id}</dd>
    </dl>
  )
}
