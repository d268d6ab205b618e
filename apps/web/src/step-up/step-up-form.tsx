import { Button } from '@mantine/core'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { ErrorNote } from '../errors/error-note.tsx'
import classes from '../forms/form.module.css'
import { PasswordField } from '../forms/password-field.tsx'
import { SubmitButton } from '../forms/submit-button.tsx'
import { useFieldRules } from '../forms/use-field-rules.ts'
import { useProcedureForm } from '../forms/use-procedure-form.ts'
import { UsernameField } from '../forms/username-field.tsx'

export interface StepUpFormProps {
  readonly email: string
  readonly onSteppedUp: () => void
  readonly onCancel: () => void
  /** The button for another method, if there is one. */
  readonly otherMethod: ReactNode
}

/** Steps up with the password. */
export function StepUpForm({ email, onSteppedUp, onCancel, otherMethod }: StepUpFormProps): JSX.Element {
  const texts = useTranslations('stepUp')
  const app = useTranslations('app')
  const password = useTranslations('password')
  const rules = useFieldRules()
  const stepUp = trpc.auth.stepUp.useMutation({ onSuccess: onSteppedUp })
  const form = useProcedureForm({
    rules: { password: rules.password },
    initialValues: { password: '' },
    fields: ['password'],
    call: (values) => stepUp.mutateAsync(values),
    refusals: { INVALID_CREDENTIALS: { field: 'password', message: texts('wrongPassword') } },
  })

  return (
    <form {...form.props} className={classes.form}>
      <p className={classes.lead}>{texts('lead')}</p>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <UsernameField email={email} />
      <PasswordField
        {...form.field('password')}
        label={password('label')}
        autoComplete="current-password"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it may take the place of the field for a code
        autoFocus
      />
      {otherMethod}
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onCancel}>
          {app('cancel')}
        </Button>
        <SubmitButton form={form}>{texts('confirm')}</SubmitButton>
      </div>
    </form>
  )
}
