import { VisuallyHidden } from '@mantine/core'
import type { PasswordContext } from '@latchkey/schema'
import { IconAlertCircle, IconCheck, IconCircleDashed, type TablerIcon } from '@tabler/icons-react'
import { type ChangeEvent, type JSX, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { PasswordField } from '../../forms/password-field.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import type { FieldProps } from '../../forms/use-procedure-form.ts'
import { loadCommonPasswords } from './common-passwords.ts'
import classes from './new-password-field.module.css'
import type { PasswordFeedback } from './password-feedback.ts'
import { usePasswordFeedback } from './use-password-feedback.ts'

export interface NewPasswordFieldProps {
  /** What the form gives to the input. */
  readonly field: FieldProps
  readonly label: string
  /** The least that this server takes, in code points. */
  readonly minLength: number
  /** What a guesser knows of the user. */
  readonly context: PasswordContext
}

/** A field for a password that is set. Its line says by the rules of the server whether it will do, while it is typed. */
export function NewPasswordField({ field, label, minLength, context }: NewPasswordFieldProps): JSX.Element {
  const texts = useTranslations('password')
  const fields = useTranslations('fields')
  const rules = useFieldRules()
  const [typed, setTyped] = useState('')
  const feedback = usePasswordFeedback(typed, { minLength, context })

  function change(event: ChangeEvent<HTMLInputElement>): void {
    setTyped(event.currentTarget.value)
    field.onChange(event)
  }

  function message(): ReactNode {
    if (feedback === 'common') return fields('passwordTooCommon')
    return feedback === 'refused' ? rules.newPassword(minLength)(typed) : texts('hint', { min: minLength })
  }

  const hasError = field.error !== undefined && field.error !== null
  return (
    <PasswordField
      {...field}
      // The message of an error takes the place of the line: below it, it would move what follows.
      error={hasError}
      label={label}
      description={
        <>
          <Feedback feedback={hasError ? 'refused' : feedback}>{hasError ? field.error : message()}</Feedback>
          {texts('advice')}
        </>
      }
      inputWrapperOrder={['label', 'input', 'description']}
      autoComplete="new-password"
      onChange={change}
      onFocus={() => void loadCommonPasswords()}
    />
  )
}

const icons: Readonly<Record<PasswordFeedback, TablerIcon>> = {
  short: IconCircleDashed,
  met: IconCheck,
  common: IconAlertCircle,
  refused: IconAlertCircle,
}

interface FeedbackProps {
  readonly feedback: PasswordFeedback
  readonly children: ReactNode
}

function Feedback({ feedback, children }: FeedbackProps): JSX.Element {
  const texts = useTranslations('password')
  const Icon = icons[feedback]
  return (
    <span className={classes.feedback} data-feedback={feedback} aria-live="polite" aria-atomic>
      <Icon className={classes.icon} stroke={1.75} aria-hidden />
      <span>
        {feedback === 'met' && <VisuallyHidden>{texts('met')} </VisuallyHidden>}
        {children}
      </span>
    </span>
  )
}
