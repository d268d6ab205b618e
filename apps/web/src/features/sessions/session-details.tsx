import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { Detail, DetailId, DetailList } from '../../components/detail-list.tsx'
import { ExactTime } from '../../time/exact-time.tsx'
import { SessionOrigin } from './session-origin.tsx'

/** All details of a session. */
export function SessionDetails({ session }: { readonly session: SessionView }): JSX.Element {
  const texts = useTranslations('sessionDetails')
  return (
    <DetailList>
      <SessionOrigin session={session} />
      <Detail label={texts('lastActive')}>
        <ExactTime at={session.lastSeenAt} />
      </Detail>
      <Detail label={texts('idleExpiry')}>
        <ExactTime at={session.idleExpiresAt} />
      </Detail>
      <Detail label={texts('expiry')}>
        <ExactTime at={session.expiresAt} />
      </Detail>
      <DetailId label={texts('id')} id={session.id} />
    </DetailList>
  )
}
