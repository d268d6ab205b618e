import { Checkbox, TextInput } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { LastUsed } from '../../providers/last-used.tsx'

export interface SignInFormProps {
  /** Called with the cookie in place; the form stays busy until it resolves. */
  readonly onSignedIn: () => Promise<void>
  /** The choice holds for the other sign-in methods too. */
  readonly onRememberChange: (remember: boolean) => void
  /** Whether a password is what was used last in this browser. */
  readonly lastUsed: boolean
}

export function SignInForm({ onSignedIn, onRememberChange, lastUsed }: SignInFormProps): JSX.Element {
  const texts = useTranslations('signIn')
  const rules = useFieldRules()
  const signIn = trpc.auth.signIn.useMutation({ onSuccess: onSignedIn })
  const form = useProcedureForm({
    rules: { email: rules.email, password: rules.password },
    initialValues: { email: '', password: '', remember: false },
    fields: ['email', 'password'],
    limitedBy: 'email',
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
      <LastUsed
        shown={lastUsed}
        renderButton={(describedBy) => (
          <SubmitButton form={form} size="md" fullWidth aria-describedby={describedBy}>
            {texts('title')}
          </SubmitButton>
        )}
      />
    </form>
  )
}
