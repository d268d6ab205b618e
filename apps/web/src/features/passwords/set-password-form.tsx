import type { SetPasswordInput } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { UsernameField } from '../../forms/username-field.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { useNewPassword } from './use-new-password.ts'

export interface SetPasswordFormProps {
  /** The user's e-mail address, for password managers. */
  readonly email: string
  readonly onSet: () => Promise<void>
}

/** A first password, for a user who signs in through providers so far. */
export function SetPasswordForm({ email, onSet }: SetPasswordFormProps): JSX.Element {
  const texts = useTranslations('methods')
  const password = useTranslations('password')
  const withStepUp = useStepUp()
  const { hint, rule, refusals } = useNewPassword('newPassword')
  const set = trpc.passwords.set.useMutation()
  const form = useProcedureForm({
    rules: { newPassword: rule },
    initialValues: { newPassword: '' },
    fields: ['newPassword'],
    busy: set.isPending,
    call: setPassword,
    refusals,
  })

  async function setPassword(input: SetPasswordInput): Promise<void> {
    if ((await withStepUp(() => set.mutateAsync(input))) !== 'cancelled') await onSet()
  }

  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <UsernameField email={email} />
      <PasswordField
        {...form.field('newPassword')}
        key={form.key('newPassword')}
        label={password('new')}
        description={hint}
        autoComplete="new-password"
      />
      <div className={classes.actions}>
        <BusyButton type="submit" size="md" busy={form.busy}>
          {texts('setPassword')}
        </BusyButton>
      </div>
    </form>
  )
}
