import type { UserView } from '@latchkey/schema'
import { type JSX, useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { LiveNote } from '../../components/live-note.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { UsernameField } from '../../forms/username-field.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { useNewPassword } from './use-new-password.ts'

export function ChangePasswordForm({ user }: { readonly user: Pick<UserView, 'name' | 'email'> }): JSX.Element {
  const texts = useTranslations('password')
  const rules = useFieldRules()
  const button = useRef<HTMLButtonElement>(null)
  const { minLength, rule, refusals } = useNewPassword('newPassword')
  const utils = trpc.useUtils()
  const change = trpc.passwords.change.useMutation({
    onSuccess: async () => {
      form.reset()
      await utils.sessions.list.invalidate()
    },
  })
  const form = useProcedureForm({
    rules: { currentPassword: rules.password, newPassword: rule },
    initialValues: { currentPassword: '', newPassword: '' },
    fields: ['currentPassword', 'newPassword'],
    busy: change.isPending,
    call: (values) => change.mutateAsync(values),
    refusals: {
      INVALID_CREDENTIALS: { field: 'currentPassword', message: texts('wrongCurrent') },
      ...refusals,
    },
  })
  // Resetting the form replaces its fields, and with them the focused one.
  useEffect(() => {
    if (change.data !== undefined && document.activeElement === document.body) button.current?.focus()
  }, [change.data])

  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <LiveNote message={change.data === undefined ? null : texts('changed', { count: change.data.endedSessions })} />
      <UsernameField email={user.email} />
      <PasswordField
        {...form.field('currentPassword')}
        key={form.key('currentPassword')}
        label={texts('current')}
        autoComplete="current-password"
      />
      <NewPasswordField
        key={form.key('newPassword')}
        field={form.field('newPassword')}
        label={texts('new')}
        minLength={minLength}
        context={user}
      />
      <div className={classes.actions}>
        <SubmitButton form={form} ref={button} size="md">
          {texts('change')}
        </SubmitButton>
      </div>
    </form>
  )
}
