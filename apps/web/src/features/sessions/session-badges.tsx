import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { Badge } from '../../components/badge.tsx'

/** Badges of a session: this device, a new device or network, open now. */
export function SessionBadges({ session }: { readonly session: SessionView }): JSX.Element | null {
  if (session.current) return <Badge tone="accent">This device</Badge>
  return (
    <>
      {session.isNew.device && <Badge tone="notice">New device</Badge>}
      {session.isNew.network && <Badge tone="notice">New network</Badge>}
      {session.online && <Badge tone="live">Open now</Badge>}
    </>
  )
}
