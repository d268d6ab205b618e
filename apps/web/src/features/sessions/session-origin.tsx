import type { EndedSessionView, SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { Detail } from '../../components/detail-list.tsx'
import { ExactTime } from '../../time/exact-time.tsx'

/** The browser or client, address and start of a live or ended session. */
export function SessionOrigin({ session }: { readonly session: SessionView | EndedSessionView }): JSX.Element {
  const texts = useTranslations('sessionDetails')
  const app = useTranslations('app')
  return (
    <>
      {session.name !== session.derivedName && (
        <Detail label={texts(session.kind === 'client' ? 'app' : 'browser')}>{session.derivedName}</Detail>
      )}
      <Detail label={texts('address')}>
        <bdi className="tabular">{session.ip ?? app('unknown')}</bdi>
      </Detail>
      {session.place !== null && <Detail label={texts('place')}>{session.place}</Detail>}
      <Detail label={texts('signedIn')}>
        <ExactTime at={session.createdAt} />
      </Detail>
    </>
  )
}
