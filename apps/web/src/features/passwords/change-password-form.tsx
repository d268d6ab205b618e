import type { UserView } from '@latchkey/schema'
import { type JSX, type ReactNode, useEffect, useRef } from 'react'
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
import { usePasswordPolicy } from './use-password-policy.ts'

export interface ChangePasswordFormProps {
  readonly user: Pick<UserView, 'name' | 'email'>
  /** The link that takes the place of the form once the password is changed. */
  readonly doneLink: ReactNode
}

/** Changes the password, and then says how many other sessions ended by it. */
export function ChangePasswordForm({ user, doneLink }: ChangePasswordFormProps): JSX.Element {
  const texts = useTranslations('password')
  const fields = useTranslations('fields')
  const rules = useFieldRules()
  const done = useRef<HTMLDivElement>(null)
  const { minLength, rule, refusals } = useNewPassword('newPassword', usePasswordPolicy())
  const utils = trpc.useUtils()
  const change = trpc.passwords.change.useMutation({
    onSuccess: () => utils.sessions.list.invalidate(),
  })
  const form = useProcedureForm({
    rules: { currentPassword: rules.password, newPassword: rule },
    initialValues: { currentPassword: '', newPassword: '' },
    fields: ['currentPassword', 'newPassword'],
    call: (values) => change.mutateAsync(values),
    refusals: {
      INVALID_CREDENTIALS: { field: 'currentPassword', message: texts('wrongCurrent') },
      PASSWORD_UNCHANGED: { field: 'newPassword', message: fields('passwordUnchanged') },
      ...refusals,
    },
  })
  // The form is gone, and with it the focused field.
  useEffect(() => {
    if (change.data !== undefined) done.current?.querySelector('a')?.focus()
  }, [change.data])

  return (
    <div ref={done} className={classes.form}>
      <LiveNote message={change.data === undefined ? null : texts('changed', { count: change.data.endedSessions })} />
      {change.data === undefined ? (
        <form {...form.props} className={classes.form}>
          {form.refusal !== null && <ErrorNote error={form.refusal} />}
          <UsernameField email={user.email} />
          <PasswordField {...form.field('currentPassword')} label={texts('current')} autoComplete="current-password" />
          <NewPasswordField
            field={form.field('newPassword')}
            label={texts('new')}
            minLength={minLength}
            context={user}
          />
          <div className={classes.actions}>
            <SubmitButton form={form} size="md">
              {texts('change')}
            </SubmitButton>
          </div>
        </form>
      ) : (
        doneLink
      )}
    </div>
  )
}
