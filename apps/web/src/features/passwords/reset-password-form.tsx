import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../../errors/error-note.tsx'
import { CodeField } from '../../forms/code-field.tsx'
import classes from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useCodeRules } from '../../forms/use-code-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { UsernameField } from '../../forms/username-field.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { useNewPassword } from './use-new-password.ts'
import { usePasswordPolicy } from './use-password-policy.ts'

export interface ResetPasswordFormProps {
  readonly email: string
  /** What stands below the field for the code; `null` where a link has proved that the mail was read, and no code is asked. */
  readonly codeHint: ReactNode
  /** Sets the password and goes on; the form is busy until it resolves. `code` is empty where none is asked. */
  readonly reset: (input: { readonly code: string; readonly newPassword: string }) => Promise<unknown>
}

/** A new password, with the code of the mail. */
export function ResetPasswordForm({ email, codeHint, reset }: ResetPasswordFormProps): JSX.Element {
  const texts = useTranslations('password')
  const methods = useTranslations('methods')
  const errors = useTranslations('errors')
  const rules = useCodeRules()
  const { minLength, rule, refusals } = useNewPassword('newPassword', usePasswordPolicy())
  const asksCode = codeHint !== null
  const form = useProcedureForm({
    rules: { ...(asksCode && { code: rules.code }), newPassword: rule },
    initialValues: { code: '', newPassword: '' },
    fields: ['code', 'newPassword'],
    call: reset,
    refusals: { WRONG_CODE: { field: 'code', message: errors('wrongCode') }, ...refusals },
  })

  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      {asksCode && (
        <CodeField
          name="code"
          hint={codeHint}
          error={form.errors.code}
          autoComplete="one-time-code"
          takesFocus
          onChange={(letters, problem) => form.setValue('code', letters, problem)}
        />
      )}
      <UsernameField email={email} />
      <NewPasswordField
        field={form.field('newPassword')}
        label={texts('new')}
        minLength={minLength}
        // The name is not known here; the server knows it.
        context={{ email, name: '' }}
      />
      <SubmitButton form={form} size="md" fullWidth>
        {methods('setPassword')}
      </SubmitButton>
    </form>
  )
}
