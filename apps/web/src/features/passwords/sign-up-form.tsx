import { canonicalEmail, type PasswordContext } from '@latchkey/schema'
import { TextInput } from '@mantine/core'
import { type JSX, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { NewPasswordField } from './new-password-field.tsx'
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
  const { minLength, rule, refusals } = useNewPassword('password')
  const [context, setContext] = useState<PasswordContext>({ email: '', name: '' })
  const signUp = trpc.auth.signUp.useMutation({ onSuccess: onSignedUp })
  const emailTaken = texts.rich('emailTaken', { link: renderSignInLink })
  const form = useProcedureForm({
    rules: { name: rules.name, email: rules.email, password: rule },
    initialValues: { name: '', email: '', password: '' },
    fields: ['name', 'email', 'password'],
    busy: signUp.isPending,
    call: (values) => signUp.mutateAsync(values),
    refusals: { EMAIL_TAKEN: { field: 'email', message: emailTaken }, ...refusals },
    onValuesChange: ({ email, name }) => setContext({ email: canonicalEmail(email) ?? email, name: name.trim() }),
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
      <NewPasswordField
        key={form.key('password')}
        field={form.field('password')}
        label={signIn('password')}
        minLength={minLength}
        context={context}
      />
      <SubmitButton form={form} size="md" fullWidth>
        {texts('title')}
      </SubmitButton>
    </form>
  )
}
