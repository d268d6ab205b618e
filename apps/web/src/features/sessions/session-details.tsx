import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { Detail, DetailId, DetailList } from '../../components/detail-list.tsx'
import { ExactTime } from '../../time/exact-time.tsx'

/** Everything that is known of a session, in full. */
export function SessionDetails({ session }: { readonly session: SessionView }): JSX.Element {
  return (
    <DetailList>
      {session.name !== session.derivedName && <Detail label="Browser">{session.derivedName}</Detail>}
      <Detail label="Address">
        <bdi className="tabular">{session.ip ?? 'Not known'}</bdi>
      </Detail>
      {session.place !== null && <Detail label="Roughly in">{session.place}</Detail>}
      <Detail label="Signed in">
        <ExactTime at={session.createdAt} />
      </Detail>
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
