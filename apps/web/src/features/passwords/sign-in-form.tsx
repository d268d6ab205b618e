import { Checkbox, TextInput } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { signInInput } from '@latchkey/schema'
import type { JSX } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { focusField, focusInvalid } from '../../forms/focus-invalid.ts'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { refusedFields } from '../../forms/refused-fields.ts'

const fields = ['email', 'password'] as const

export interface SignInFormProps {
  /** Called with the cookie in place; the form stays busy until it is done. */
  readonly onSignedIn: () => Promise<void>
  /** The same wish holds for the other ways to sign in. */
  readonly onRememberChange: (remember: boolean) => void
}

export function SignInForm({ onSignedIn, onRememberChange }: SignInFormProps): JSX.Element {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '', remember: false },
    validate: schemaResolver(signInInput, { sync: true }),
    onValuesChange: ({ remember }) => onRememberChange(remember),
  })
  const signIn = trpc.auth.signIn.useMutation({
    onSuccess: onSignedIn,
    onError: (error) => {
      const errors = refusedFields(error, fields, {})
      form.setErrors(errors)
      if (reasonOf(error) === 'INVALID_CREDENTIALS') focusField(form, 'password')
      else focusInvalid(form, fields, errors)
    },
  })
  const refusedAbove = signIn.error !== null && Object.keys(refusedFields(signIn.error, fields, {})).length === 0

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit(
        (values) => signIn.mutate(values),
        (errors) => focusInvalid(form, fields, errors),
      )}
    >
      {refusedAbove && <ErrorNote error={signIn.error} />}
      <TextInput
        {...form.getInputProps('email')}
        key={form.key('email')}
        name="email"
        label="E-mail"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        {...form.getInputProps('password')}
        key={form.key('password')}
        name="password"
        label="Password"
        autoComplete="current-password"
      />
      <Checkbox
        {...form.getInputProps('remember', { type: 'checkbox' })}
        key={form.key('remember')}
        name="remember"
        label="Remember me"
        description="Stay signed in on this device."
      />
      <BusyButton type="submit" size="md" fullWidth busy={signIn.isPending}>
        Sign in
      </BusyButton>
    </form>
  )
}
