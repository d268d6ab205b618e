import { Checkbox, TextInput } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'

export interface SignInFormProps {
  /** Called with the cookie in place; the form stays busy until it resolves. */
  readonly onSignedIn: () => Promise<void>
  /** The choice holds for the other sign-in methods too. */
  readonly onRememberChange: (remember: boolean) => void
}

export function SignInForm({ onSignedIn, onRememberChange }: SignInFormProps): JSX.Element {
  const texts = useTranslations('signIn')
  const rules = useFieldRules()
  const signIn = trpc.auth.signIn.useMutation({ onSuccess: onSignedIn })
  const form = useProcedureForm({
    rules: { email: rules.email, password: rules.password },
    initialValues: { email: '', password: '', remember: false },
    fields: ['email', 'password'],
    busy: signIn.isPending,
    call: (values) => signIn.mutateAsync(values),
    focusAfter: { INVALID_CREDENTIALS: 'password' },
    onValuesChange: ({ remember }) => onRememberChange(remember),
  })

  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <TextInput
        {...form.field('email')}
        key={form.key('email')}
        label={texts('email')}
        type="email"
        inputMode="email"
        autoComplete="username"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is all that this page is for
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        {...form.field('password')}
        key={form.key('password')}
        label={texts('password')}
        autoComplete="current-password"
      />
      <Checkbox
        {...form.getInputProps('remember', { type: 'checkbox' })}
        key={form.key('remember')}
        name="remember"
        label={texts('remember')}
        description={texts('rememberHint')}
      />
      <BusyButton type="submit" size="md" fullWidth busy={form.busy}>
        {texts('title')}
      </BusyButton>
    </form>
  )
}
