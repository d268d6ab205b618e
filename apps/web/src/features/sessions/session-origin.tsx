import type { EndedSessionView, SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { Detail } from '../../components/detail-list.tsx'
import { ExactTime } from '../../time/exact-time.tsx'

/** The browser or client, address and start of a live or ended session. */
export function SessionOrigin({ session }: { readonly session: SessionView | EndedSessionView }): JSX.Element {
  return (
    <>
      {session.name !== session.derivedName && (
        <Detail label={session.kind === 'client' ? 'App' : 'Browser'}>{session.derivedName}</Detail>
      )}
      <Detail label="Address">
        <bdi className="tabular">{session.ip ?? 'Not known'}</bdi>
      </Detail>
      {session.place !== null && <Detail label="Roughly in">{session.place}</Detail>}
      <Detail label="Signed in">
        <ExactTime at={session.createdAt} />
      </Detail>
    </>
  )
}
