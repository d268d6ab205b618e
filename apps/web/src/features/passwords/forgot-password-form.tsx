import type { CaptchaView, RequestCodeInput } from '@latchkey/schema'
import { TextInput } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useCaptchaField } from '../../forms/use-captcha-field.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'

export interface ForgotPasswordFormProps {
  /** What the field starts with. */
  readonly email: string
  /** The CAPTCHA that this server asks for; `null` for none. */
  readonly captcha: CaptchaView | null
  /** Asks for the mail and goes on; the form is busy until it resolves. */
  readonly request: (input: RequestCodeInput) => Promise<unknown>
}

/** Asks for the address to which the code for a new password is mailed. */
export function ForgotPasswordForm({ email, captcha: captchaView, request }: ForgotPasswordFormProps): JSX.Element {
  const texts = useTranslations('forgotPassword')
  const signIn = useTranslations('signIn')
  const rules = useFieldRules()
  const captcha = useCaptchaField(captchaView)
  const form = useProcedureForm({
    rules: { email: rules.email, captcha: captcha.rule },
    initialValues: { email, captcha: '' },
    fields: ['email', 'captcha'],
    limitedBy: 'email',
    call: (values) => captcha.call(values, request),
    refusals: captcha.refusals,
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
      {captcha.render({
        error: form.errors.captcha,
        onChange: (response) => form.setValue('captcha', response),
      })}
      <SubmitButton form={form} size="md" fullWidth>
        {texts('mailCode')}
      </SubmitButton>
    </form>
  )
}
