import { Button } from '@mantine/core'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { ErrorNote } from '../errors/error-note.tsx'
import classes from '../forms/form.module.css'
import { SubmitButton } from '../forms/submit-button.tsx'
import { useProcedureForm } from '../forms/use-procedure-form.ts'
import { SecondFactorField } from '../second-factors/second-factor-field.tsx'
import { useSecondFactorRules } from '../second-factors/use-second-factor-rules.ts'

export interface StepUpWithCodeProps {
  readonly onSteppedUp: () => void
  readonly onCancel: () => void
  /** The button for another method, if there is one. */
  readonly otherMethod: ReactNode
}

/** Steps up with a code of the authenticator app, or a recovery code. */
export function StepUpWithCode({ onSteppedUp, onCancel, otherMethod }: StepUpWithCodeProps): JSX.Element {
  const texts = useTranslations('stepUp')
  const secondStep = useTranslations('secondStep')
  const errors = useTranslations('errors')
  const app = useTranslations('app')
  const rules = useSecondFactorRules()
  const stepUp = trpc.secondFactors.stepUp.useMutation({ onSuccess: onSteppedUp })
  const form = useProcedureForm({
    rules: { code: rules.any },
    initialValues: { code: '' },
    fields: ['code'],
    call: (values) => stepUp.mutateAsync(values),
    refusals: { WRONG_SECOND_FACTOR: { field: 'code', message: errors('wrongSecondFactor') } },
  })

  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <SecondFactorField field={form.field('code')} label={secondStep('code')} hint={texts('leadCode')} takes="any" />
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
