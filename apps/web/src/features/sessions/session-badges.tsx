import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { Badge } from '../../components/badge.tsx'

/** Badges of a session: this session, a new device or network, open now. */
export function SessionBadges({ session }: { readonly session: SessionView }): JSX.Element | null {
  const texts = useTranslations('access')
  if (session.current) return null
  return (
    <>
      {session.isNew.device && <Badge tone="notice">{texts('newDevice')}</Badge>}
      {session.isNew.network && <Badge tone="notice">{texts('newNetwork')}</Badge>}
      {session.online && <Badge tone="live">{texts('openNow')}</Badge>}
    </>
  )
}
