import { Button } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { canUsePasskeys } from '../../passkeys/can-use-passkeys.ts'
import { PasskeyFailure } from '../../passkeys/passkey-failure.tsx'
import { StepUpWithPasskey } from '../../step-up/step-up-with-passkey.tsx'
import { useAddPasskey } from './use-add-passkey.ts'

export interface RequiredPasskeyProps {
  /** Called once a passkey was shown in this session. */
  readonly onShown: () => void
}

/** Has a user of whom a second factor is demanded add a passkey, and show it. Shows nothing where passkeys do not work. */
export function RequiredPasskey({ onShown }: RequiredPasskeyProps): JSX.Element | null {
  const texts = useTranslations('passkeys')
  const list = trpc.passkeys.list.useQuery(undefined, { retry: false, enabled: canUsePasskeys() })
  const { busy, refusal, add } = useAddPasskey()
  if (list.data === undefined) return null
  if (list.data.passkeys.length > 0) return <StepUpWithPasskey onSteppedUp={onShown} />
  return (
    <>
      {refusal !== null && <PasskeyFailure error={refusal} cancelled={texts('notAdded')} />}
      <Button variant="default" size="md" fullWidth loading={busy} onClick={() => void add()}>
        {texts('add')}
      </Button>
    </>
  )
}
