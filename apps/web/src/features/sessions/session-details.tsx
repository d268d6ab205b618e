import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { Detail, DetailId, DetailList } from '../../components/detail-list.tsx'
import { ExactTime } from '../../time/exact-time.tsx'
import { SessionOrigin } from './session-origin.tsx'

/** All details of a session. */
export function SessionDetails({ session }: { readonly session: SessionView }): JSX.Element {
  return (
    <DetailList>
      <SessionOrigin session={session} />
      <Detail label="Last active">
        <ExactTime at={session.lastSeenAt} />
      </Detail>
      <Detail label="Ends if unused">
        <ExactTime at={session.idleExpiresAt} />
      </Detail>
      <Detail label="Ends at the latest">
        <ExactTime at={session.expiresAt} />
      </Detail>
      <Detail label="Session id">
        <DetailId>{session.id}</DetailId>
      </Detail>
    </DetailList>
  )
}
