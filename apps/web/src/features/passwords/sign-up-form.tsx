import { TextInput } from '@mantine/core'
import { signUpInput } from '@latchkey/schema'
import type { JSX, ReactNode } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { errorMessages } from '../../errors/error-messages.ts'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { useNewPassword } from './use-new-password.ts'

export interface SignUpFormProps {
  /** Called with the cookie in place; the form stays busy until it resolves. */
  readonly onSignedUp: () => Promise<void>
  /** Stands behind "Someone signed up with this e-mail address already." */
  readonly signInLink: ReactNode
}

export function SignUpForm({ onSignedUp, signInLink }: SignUpFormProps): JSX.Element {
  const { hint, refusals } = useNewPassword('password')
  const signUp = trpc.auth.signUp.useMutation({ onSuccess: onSignedUp })
  const emailTaken = (
    <>
      {errorMessages.EMAIL_TAKEN} {signInLink}
    </>
  )
  const form = useProcedureForm({
    input: signUpInput,
    initialValues: { name: '', email: '', password: '' },
    fields: ['name', 'email', 'password'],
    busy: signUp.isPending,
    call: (values) => signUp.mutateAsync(values),
    refusals: { EMAIL_TAKEN: { field: 'email', message: emailTaken }, ...refusals },
  })

  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <TextInput
        {...form.fieldValidatedOnBlur('name')}
        key={form.key('name')}
        label="Name"
        dir="auto"
        autoComplete="name"
      />
      <TextInput
        {...form.fieldValidatedOnBlur('email')}
        key={form.key('email')}
        label="E-mail"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        {...form.fieldValidatedOnBlur('password')}
        key={form.key('password')}
        label="Password"
        description={hint}
        autoComplete="new-password"
      />
      <BusyButton type="submit" size="md" fullWidth busy={form.busy}>
        Sign up
      </BusyButton>
    </form>
  )
}
