import { IconFingerprint } from '@tabler/icons-react'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { BusyButton } from '../components/busy-button.tsx'
import classes from '../forms/form.module.css'
import { loadWebAuthn } from '../passkeys/load-webauthn.ts'
import { PasskeyFailure } from '../passkeys/passkey-failure.tsx'

export interface StepUpWithPasskeyProps {
  readonly onSteppedUp: () => void
}

/** Steps up with a passkey of the user. */
export function StepUpWithPasskey({ onSteppedUp }: StepUpWithPasskeyProps): JSX.Element {
  const texts = useTranslations('stepUp')
  const signIn = useTranslations('signIn')
  const { client } = trpc.useUtils()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)

  async function press(): Promise<void> {
    setBusy(true)
    setRefusal(null)
    try {
      const { getPasskey } = await loadWebAuthn()
      const options = await client.passkeys.stepUpOptions.mutate()
      await client.passkeys.stepUp.mutate({ response: await getPasskey(options, 'optional') })
      onSteppedUp()
    } catch (error) {
      setRefusal(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <p className={classes.lead}>{texts('leadPasskey')}</p>
      {refusal !== null && <PasskeyFailure error={refusal} cancelled={signIn('passkeyCancelled')} />}
      <BusyButton
        size="md"
        fullWidth
        icon={<IconFingerprint size={20} stroke={1.6} aria-hidden />}
        busy={busy}
        onClick={() => void press()}
      >
        {texts('usePasskey')}
      </BusyButton>
    </>
  )
}
