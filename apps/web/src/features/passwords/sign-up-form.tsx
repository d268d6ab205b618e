import {
  canonicalEmail,
  type CaptchaView,
  type PasswordContext,
  type PasswordPolicyView,
  type SignUpInput,
} from '@latchkey/schema'
import { TextInput } from '@mantine/core'
import { type JSX, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useCaptchaField } from '../../forms/use-captcha-field.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { useNewPassword } from './use-new-password.ts'

export interface SignUpFormProps {
  /** Signs up and goes on; the form is busy until it resolves. */
  readonly signUp: (input: SignUpInput) => Promise<unknown>
  /** What this server says of passwords; `null` until it has answered. */
  readonly policy: PasswordPolicyView | null
  /** The CAPTCHA that this server asks for; `null` for none. */
  readonly captcha: CaptchaView | null
  /** Returns the link to the sign-in page, with this text. */
  readonly renderSignInLink: (text: ReactNode) => ReactNode
}

export function SignUpForm({ signUp, policy, captcha: captchaView, renderSignInLink }: SignUpFormProps): JSX.Element {
  const texts = useTranslations('signUp')
  const signIn = useTranslations('signIn')
  const rules = useFieldRules()
  const { minLength, rule, refusals } = useNewPassword('password', policy)
  const [context, setContext] = useState<PasswordContext>({ email: '', name: '' })
  const captcha = useCaptchaField(captchaView)
  const emailTaken = texts.rich('emailTaken', { link: renderSignInLink })
  const form = useProcedureForm({
    rules: { name: rules.name, email: rules.email, password: rule, captcha: captcha.rule },
    initialValues: { name: '', email: '', password: '', captcha: '' },
    fields: ['name', 'email', 'password', 'captcha'],
    call: (values) => captcha.call(values, signUp),
    refusals: { EMAIL_TAKEN: { field: 'email', message: emailTaken }, ...captcha.refusals, ...refusals },
    onValuesChange: ({ email, name }) => setContext({ email: canonicalEmail(email) ?? email, name: name.trim() }),
  })

  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <TextInput
        {...form.field('name')}
        label={texts('name')}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is all that this page is for
        autoFocus
        dir="auto"
        autoComplete="name"
      />
      <TextInput
        {...form.field('email')}
        label={signIn('email')}
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <NewPasswordField
        field={form.field('password')}
        label={signIn('password')}
        minLength={minLength}
        context={context}
      />
      {captcha.render({
        error: form.errors.captcha,
        onChange: (response) => form.setValue('captcha', response),
      })}
      <SubmitButton form={form} size="md" fullWidth>
        {texts('title')}
      </SubmitButton>
    </form>
  )
}
