import type { SetPasswordInput, UserView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { UsernameField } from '../../forms/username-field.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { useNewPassword } from './use-new-password.ts'
import { usePasswordPolicy } from './use-password-policy.ts'

export interface SetPasswordFormProps {
  readonly user: Pick<UserView, 'name' | 'email'>
  readonly onSet: () => Promise<void>
}

/** A first password, for a user who signs in through providers so far. */
export function SetPasswordForm({ user, onSet }: SetPasswordFormProps): JSX.Element {
  const texts = useTranslations('methods')
  const password = useTranslations('password')
  const withStepUp = useStepUp()
  const { minLength, rule, refusals } = useNewPassword('newPassword', usePasswordPolicy())
  const set = trpc.passwords.set.useMutation()
  const form = useProcedureForm({
    rules: { newPassword: rule },
    initialValues: { newPassword: '' },
    fields: ['newPassword'],
    call: setPassword,
    refusals,
  })

  async function setPassword(input: SetPasswordInput): Promise<void> {
    if ((await withStepUp(() => set.mutateAsync(input))) !== 'cancelled') await onSet()
  }

  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <UsernameField email={user.email} />
      <NewPasswordField
        field={form.field('newPassword')}
        label={password('new')}
        minLength={minLength}
        context={user}
      />
      <div className={classes.actions}>
        <SubmitButton form={form} size="md">
          {texts('setPassword')}
        </SubmitButton>
      </div>
    </form>
  )
}
