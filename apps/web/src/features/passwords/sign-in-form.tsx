import type { CaptchaView, RequestCodeInput, SignInInput } from '@latchkey/schema'
import { Checkbox, TextInput } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { PasswordField } from '../../forms/password-field.tsx'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { LastUsed } from '../../providers/last-used.tsx'
import { MailCodeButton } from './mail-code-button.tsx'

export interface SignInFormProps {
  /** Signs in and goes on; the form is busy until it resolves. */
  readonly signIn: (input: SignInInput) => Promise<unknown>
  /** Asks for a code by mail and goes to where it is typed; `null` where a code does not sign in. */
  readonly mailCode: ((input: RequestCodeInput) => Promise<unknown>) | null
  /** The CAPTCHA before a code; `null` for none. */
  readonly captcha: CaptchaView | null
  /** What is typed and chosen holds for the other sign-in methods too. */
  readonly onValuesChange: (values: Pick<SignInInput, 'email'> & { readonly remember: boolean }) => void
  /** The method that was used last in this browser. */
  readonly lastUsed: 'password' | 'code' | null
}

export function SignInForm({ signIn, mailCode, captcha, onValuesChange, lastUsed }: SignInFormProps): JSX.Element {
  const texts = useTranslations('signIn')
  const rules = useFieldRules()
  const form = useProcedureForm({
    rules: { email: rules.email, password: rules.password },
    initialValues: { email: '', password: '', remember: false },
    fields: ['email', 'password'],
    limitedBy: 'email',
    call: signIn,
    focusAfter: { INVALID_CREDENTIALS: 'password' },
    onValuesChange,
  })

  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <TextInput
        {...form.field('email')}
        label={texts('email')}
        type="email"
        inputMode="email"
        // Browsers offer passkeys here too: https://w3c.github.io/webauthn/#dom-credentialmediationrequirement-conditional
        autoComplete="username webauthn"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form is all that this page is for
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField {...form.field('password')} label={texts('password')} autoComplete="current-password" />
      <Checkbox
        onChange={({ currentTarget }) => form.setValue('remember', currentTarget.checked)}
        name="remember"
        label={texts('remember')}
        description={texts('rememberHint')}
      />
      <LastUsed
        shown={lastUsed === 'password'}
        renderButton={(describedBy) => (
          <SubmitButton form={form} size="md" fullWidth aria-describedby={describedBy}>
            {texts('title')}
          </SubmitButton>
        )}
      />
      {mailCode !== null && (
        <MailCodeButton
          validEmail={() => form.validValue('email')}
          request={mailCode}
          captcha={captcha}
          lastUsed={lastUsed === 'code'}
        />
      )}
    </form>
  )
}
