import { changePasswordInput } from '@latchkey/schema'
import { type JSX, useEffect, useRef } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { UsernameField } from '../../forms/username-field.tsx'
import { changedMessage } from './changed-message.ts'
import { useNewPassword } from './use-new-password.ts'

/** `email` is the user's e-mail address, for password managers. */
export function ChangePasswordForm({ email }: { readonly email: string }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null)
  const { hint, refusals } = useNewPassword('newPassword')
  const utils = trpc.useUtils()
  const change = trpc.passwords.change.useMutation({
    onSuccess: async () => {
      form.reset()
      await utils.sessions.list.invalidate()
    },
  })
  const form = useProcedureForm({
    input: changePasswordInput,
    initialValues: { currentPassword: '', newPassword: '' },
    fields: ['currentPassword', 'newPassword'],
    busy: change.isPending,
    call: (values) => change.mutateAsync(values),
    refusals: {
      INVALID_CREDENTIALS: { field: 'currentPassword', message: 'This is not your current password.' },
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
      <LiveNote message={change.data === undefined ? null : changedMessage(change.data.endedSessions)} />
      <UsernameField email={email} />
      <PasswordField
        {...form.field('currentPassword')}
        key={form.key('currentPassword')}
        label="Current password"
        autoComplete="current-password"
      />
      <PasswordField
        {...form.fieldValidatedOnBlur('newPassword')}
        key={form.key('newPassword')}
        label="New password"
        description={hint}
        autoComplete="new-password"
      />
      <div className={classes.actions}>
        <BusyButton ref={button} type="submit" size="md" busy={form.busy}>
          Change password
        </BusyButton>
      </div>
    </form>
  )
}
