import type { JSX } from 'react'
import { trpc } from '../api/trpc.ts'
import { useLinkToken } from '../challenges/use-link-token.ts'
import { CardPage } from '../components/card-page.tsx'
import { UnusableLink } from '../features/challenges/link/unusable-link.tsx'
import { UndoEmailChange } from '../features/challenges/undo-email-change.tsx'

/** Where the link leads that is mailed to the earlier address after a change. */
export function UndoEmailChangePage(): JSX.Element {
  const token = useLinkToken()
  const me = trpc.auth.me.useQuery()
  const isSignedIn = me.data !== undefined && me.data !== null
  return (
    <CardPage>
      {token === null ? (
        <UnusableLink why="undo_missing" isSignedIn={isSignedIn} />
      ) : (
        <UndoEmailChange key={token} token={token} isSignedIn={isSignedIn} />
      )}
    </CardPage>
  )
}
