import { IconFingerprint } from '@tabler/icons-react'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { LastUsed } from '../../providers/last-used.tsx'
import { PasskeyFailure } from '../../passkeys/passkey-failure.tsx'
import type { PasskeySignIn } from './use-passkey-sign-in.ts'

export interface PasskeySignInButtonProps {
  readonly passkey: PasskeySignIn
  /** Whether it was used last in this browser. */
  readonly lastUsed: boolean
}

/** Signs in with a passkey in the browser's own dialog, and says why a passkey did not sign in. */
export function PasskeySignInButton({ passkey, lastUsed }: PasskeySignInButtonProps): JSX.Element {
  const texts = useTranslations('signIn')
  return (
    <>
      {passkey.refusal !== null && <PasskeyFailure error={passkey.refusal} cancelled={texts('passkeyCancelled')} />}
      <LastUsed
        shown={lastUsed}
        renderButton={(describedBy) => (
          <BusyButton
            variant="default"
            size="md"
            fullWidth
            icon={<IconFingerprint size={20} stroke={1.6} aria-hidden />}
            busy={passkey.busy}
            aria-describedby={describedBy}
            onClick={passkey.press}
          >
            {texts('passkey')}
          </BusyButton>
        )}
      />
    </>
  )
}
