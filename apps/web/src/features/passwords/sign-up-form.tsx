import { TextInput } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { signUpInput } from '@latchkey/schema'
import type { JSX, ReactNode } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { focusInvalid } from '../../forms/focus-invalid.ts'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { type RefusalFields, refusedFields } from '../../forms/refused-fields.ts'
import { usePasswordHint } from './use-password-hint.ts'
import { validateOnBlur } from '../../forms/validate-on-blur.ts'

const fields = ['name', 'email', 'password'] as const

export interface SignUpFormProps {
  /** Called with the cookie in place; the form stays busy until it is done. */
  readonly onSignedUp: () => Promise<void>
  /** Goes behind "Someone signed up with this e-mail address already." */
  readonly signInLink: ReactNode
}

export function SignUpForm({ onSignedUp, signInLink }: SignUpFormProps): JSX.Element {
  const hint = usePasswordHint()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '' },
    validate: schemaResolver(signUpInput, { sync: true }),
  })
  const refusals: RefusalFields<(typeof fields)[number]> = {
    EMAIL_TAKEN: { field: 'email' },
    PASSWORD_TOO_COMMON: { field: 'password' },
    PASSWORD_TOO_SHORT: { field: 'password', message: `Use at least ${hint.minLength} characters.` },
  }
  const signUp = trpc.auth.signUp.useMutation({
    onSuccess: onSignedUp,
    onError: (error) => {
      const errors = refusedFields(error, fields, refusals)
      form.setErrors(errors)
      if (reasonOf(error) === 'EMAIL_TAKEN') form.setFieldError('email', withLink(errors.email, signInLink))
      focusInvalid(form, fields, errors)
    },
  })
  const refusedAbove = signUp.error !== null && Object.keys(refusedFields(signUp.error, fields, refusals)).length === 0

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit(
        (values) => signUp.mutate(values),
        (errors) => focusInvalid(form, fields, errors),
      )}
    >
      {refusedAbove && <ErrorNote error={signUp.error} />}
      <TextInput
        {...form.getInputProps('name')}
        {...validateOnBlur(form, 'name')}
        key={form.key('name')}
        name="name"
        label="Name"
        dir="auto"
        autoComplete="name"
      />
      <TextInput
        {...form.getInputProps('email')}
        {...validateOnBlur(form, 'email')}
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
        {...validateOnBlur(form, 'password')}
        key={form.key('password')}
        name="password"
        label="Password"
        description={hint.text}
        autoComplete="new-password"
      />
      <BusyButton type="submit" size="md" fullWidth busy={signUp.isPending}>
        Sign up
      </BusyButton>
    </form>
  )
}

function withLink(message: string | undefined, link: ReactNode): JSX.Element {
  return (
    <>
      {message} {link}
    </>
  )
}
