import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
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
  const texts = useTranslations('ended')
  const app = useTranslations('app')
  const { signOut, busy } = useSignOut(() => returnTo)
  return (
    <>
      <PageHeading title={texts('unanswered')} lead={texts('unansweredText')} />
      <BusyButton size="md" fullWidth busy={busy} onClick={signOut}>
        {app('signOut')}
      </BusyButton>
    </>
  )
}
