import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { Badge } from '../../components/badge.tsx'

/** What sets a session apart: that it is this one, that it is open, that it is like none before. */
export function SessionMarks({ session }: { readonly session: SessionView }): JSX.Element | null {
  if (session.current) return <Badge tone="accent">This device</Badge>
  return (
    <>
      {session.isNew.device && <Badge tone="notice">New device</Badge>}
      {session.isNew.network && <Badge tone="notice">New network</Badge>}
      {session.online && <Badge tone="live">Open now</Badge>}
    </>
  )
}
