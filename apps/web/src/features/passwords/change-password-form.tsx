import { schemaResolver, useForm } from '@mantine/form'
import { changePasswordInput } from '@latchkey/schema'
import { type JSX, useEffect, useRef } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { changedMessage } from './changed-message.ts'
import { focusInvalid } from '../../forms/focus-invalid.ts'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { type RefusalFields, refusedFields } from '../../forms/refused-fields.ts'
import { usePasswordHint } from './use-password-hint.ts'
import { UsernameField } from '../../forms/username-field.tsx'
import { validateOnBlur } from '../../forms/validate-on-blur.ts'

const fields = ['currentPassword', 'newPassword'] as const

/** `email` is whose password it is, for password managers. */
export function ChangePasswordForm({ email }: { readonly email: string }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null)
  const hint = usePasswordHint()
  const utils = trpc.useUtils()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: schemaResolver(changePasswordInput, { sync: true }),
  })
  const refusals: RefusalFields<(typeof fields)[number]> = {
    INVALID_CREDENTIALS: { field: 'currentPassword', message: 'This is not your current password.' },
    PASSWORD_TOO_COMMON: { field: 'newPassword' },
    PASSWORD_TOO_SHORT: { field: 'newPassword', message: `Use at least ${hint.minLength} characters.` },
  }
  const change = trpc.passwords.change.useMutation({
    onSuccess: async () => {
      form.reset()
      await utils.sessions.list.invalidate()
    },
    onError: (error) => {
      const errors = refusedFields(error, fields, refusals)
      form.setErrors(errors)
      focusInvalid(form, fields, errors)
    },
  })
  // Clearing the form replaces its fields, and whichever of them had the focus.
  useEffect(() => {
    if (change.data !== undefined && document.activeElement === document.body) button.current?.focus()
  }, [change.data])

  const refusedAbove = change.error !== null && Object.keys(refusedFields(change.error, fields, refusals)).length === 0

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit(
        (values) => change.mutate(values),
        (errors) => focusInvalid(form, fields, errors),
      )}
    >
      {refusedAbove && <ErrorNote error={change.error} />}
      <LiveNote message={change.data === undefined ? null : changedMessage(change.data.endedSessions)} />
      <UsernameField email={email} />
      <PasswordField
        {...form.getInputProps('currentPassword')}
        key={form.key('currentPassword')}
        name="currentPassword"
        label="Current password"
        autoComplete="current-password"
      />
      <PasswordField
        {...form.getInputProps('newPassword')}
        {...validateOnBlur(form, 'newPassword')}
        key={form.key('newPassword')}
        name="newPassword"
        label="New password"
        description={hint.text}
        autoComplete="new-password"
      />
      <div className={classes.actions}>
        <BusyButton ref={button} type="submit" size="md" busy={change.isPending}>
          Change password
        </BusyButton>
      </div>
    </form>
  )
}
