import type { JSX } from 'react'
import { BusyButton } from '../../../components/busy-button.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import type { ReturnToSearch } from '../../../navigation/return-path.ts'
import { useSignOut } from '../../../session/sign-out/use-sign-out.ts'

export interface UnansweredSignOutProps {
  /** Where the next sign-in leads. */
  readonly returnTo: ReturnToSearch
}

/** Says that the server did not answer a sign-out, after the user's data was removed from this page; repeats it. */
export function UnansweredSignOut({ returnTo }: UnansweredSignOutProps): JSX.Element {
  const { signOut, busy } = useSignOut(() => returnTo)
  return (
    <>
      <PageHeading
        title="You aren’t signed out yet"
        lead="The server can’t be reached, so this browser is still signed in. Nothing about you is shown here any more. Sign out again when you’re online."
      />
      <BusyButton size="md" fullWidth busy={busy} onClick={signOut}>
        Sign out
      </BusyButton>
    </>
  )
}
