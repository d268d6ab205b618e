import { TextInput } from '@mantine/core'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { useNewPassword } from './use-new-password.ts'

export interface SignUpFormProps {
  /** Called with the cookie in place; the form stays busy until it resolves. */
  readonly onSignedUp: () => Promise<void>
  /** Returns the link to the sign-in page, with this text. */
  readonly renderSignInLink: (text: ReactNode) => ReactNode
}

export function SignUpForm({ onSignedUp, renderSignInLink }: SignUpFormProps): JSX.Element {
  const texts = useTranslations('signUp')
  const signIn = useTranslations('signIn')
  const rules = useFieldRules()
  const { hint, rule, refusals } = useNewPassword('password')
  const signUp = trpc.auth.signUp.useMutation({ onSuccess: onSignedUp })
  const emailTaken = texts.rich('emailTaken', { link: renderSignInLink })
  const form = useProcedureForm({
    rules: { name: rules.name, email: rules.email, password: rule },
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
        {...form.field('name')}
        key={form.key('name')}
        label={texts('name')}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is all that this page is for
        autoFocus
        dir="auto"
        autoComplete="name"
      />
      <TextInput
        {...form.field('email')}
        key={form.key('email')}
        label={signIn('email')}
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        {...form.field('password')}
        key={form.key('password')}
        label={signIn('password')}
        description={hint}
        autoComplete="new-password"
      />
      <BusyButton type="submit" size="md" fullWidth busy={form.busy}>
        {texts('title')}
      </BusyButton>
    </form>
  )
}
