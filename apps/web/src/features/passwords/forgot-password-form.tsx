import type { RequestCodeInput } from '@latchkey/schema'
import { TextInput } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'

export interface ForgotPasswordFormProps {
  /** What the field starts with. */
  readonly email: string
  /** Asks for the mail and goes on; the form is busy until it resolves. */
  readonly request: (input: RequestCodeInput) => Promise<unknown>
}

/** Asks for the address to which the code for a new password is mailed. */
export function ForgotPasswordForm({ email, request }: ForgotPasswordFormProps): JSX.Element {
  const texts = useTranslations('forgotPassword')
  const signIn = useTranslations('signIn')
  const rules = useFieldRules()
  const form = useProcedureForm({
    rules: { email: rules.email },
    initialValues: { email },
    fields: ['email'],
    limitedBy: 'email',
    call: request,
  })

  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <TextInput
        {...form.field('email')}
        label={signIn('email')}
        type="email"
        inputMode="email"
        autoComplete="username"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is all that this page is for
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
      />
      <SubmitButton form={form} size="md" fullWidth>
        {texts('mailCode')}
      </SubmitButton>
    </form>
  )
}
