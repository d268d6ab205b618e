import { Button } from '@mantine/core'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { Dialog } from '../components/dialog.tsx'
import classes from '../forms/form.module.css'
import { canUsePasskeys } from '../passkeys/can-use-passkeys.ts'
import providerClasses from '../providers/provider-buttons.module.css'
import { StepUpForm } from './step-up-form.tsx'
import { StepUpWithCode } from './step-up-with-code.tsx'
import { StepUpWithPasskey } from './step-up-with-passkey.tsx'
import { StepUpWithProvider } from './step-up-with-provider.tsx'

export interface StepUpDialogProps {
  readonly email: string
  readonly onSteppedUp: () => void
  readonly onCancel: () => void
}

/** Has the user confirm who they are, before a change that a borrowed browser should not allow. */
export function StepUpDialog({ email, onSteppedUp, onCancel }: StepUpDialogProps): JSX.Element | null {
  const texts = useTranslations('stepUp')
  const app = useTranslations('app')
  const signIn = useTranslations('signIn')
  const methods = trpc.identities.list.useQuery(undefined, { retry: false })
  const factors = trpc.secondFactors.list.useQuery(undefined, { retry: false })
  const passkeys = trpc.passkeys.list.useQuery(undefined, { retry: false, enabled: canUsePasskeys() })
  const [chosen, setChosen] = useState<'password' | 'code' | null>(null)
  // Shown as a whole: no part of it moves once the focus is there.
  if (methods.isPending || factors.isPending || passkeys.isLoading) return null
  const hasPassword = methods.data?.hasPassword ?? true
  const hasPasskey = (passkeys.data?.passkeys.length ?? 0) > 0
  const hasCode = factors.data !== undefined && factors.data.totpSince !== null
  const form = chosen ?? (hasPassword ? 'password' : hasCode ? 'code' : null)
  const otherMethod = hasPassword && hasCode && (
    <Button variant="subtle" size="sm" onClick={() => setChosen(form === 'code' ? 'password' : 'code')}>
      {texts(form === 'code' ? 'usePassword' : 'useCode')}
    </Button>
  )
  const answers = { onSteppedUp, onCancel, otherMethod }
  return (
    <Dialog title={texts('title')} onClose={onCancel}>
      <div className={classes.form}>
        {hasPasskey && <StepUpWithPasskey onSteppedUp={onSteppedUp} />}
        {hasPasskey && form !== null && <p className={providerClasses.or}>{signIn('or')}</p>}
        {form === 'password' && <StepUpForm email={email} {...answers} />}
        {form === 'code' && <StepUpWithCode {...answers} />}
        {methods.data !== undefined && (
          <StepUpWithProvider
            identities={methods.data.identities}
            instead={form !== null || hasPasskey}
            onSteppedUp={onSteppedUp}
          />
        )}
        {form === null && (
          <div className={classes.dialogActions}>
            <Button variant="default" onClick={onCancel}>
              {app('cancel')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
