import type { UserView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { Note } from '../../components/note.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { exactPath } from '../../navigation/exact-path.ts'
import classes from './proof-banner.module.css'
import { useRequestProof } from './use-request-proof.ts'

export interface ProofBannerProps {
  readonly user: Pick<UserView, 'email'>
  /** Goes to where the code is typed. */
  readonly onMailed: () => Promise<void>
}

/** Asks a signed-in user to confirm the address: mail is the way back into the account. */
export function ProofBanner({ user, onMailed }: ProofBannerProps): JSX.Element {
  const texts = useTranslations('proof')
  const { request, busy, error } = useRequestProof({ email: user.email, returnTo: () => exactPath(), onMailed })
  return (
    <aside className={classes.root} aria-label={texts('title')}>
      <Note
        tone="neutral"
        action={
          <BusyButton variant="default" size="sm" busy={busy} onClick={() => void request()}>
            {texts('confirm')}
          </BusyButton>
        }
      >
        {texts('banner')}
      </Note>
      {error !== null && <ErrorNote error={error} />}
    </aside>
  )
}
