import type { StepUpByCodeInput } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import formClasses from '../../../forms/form.module.css'
import { SubmitButton } from '../../../forms/submit-button.tsx'
import { useProcedureForm } from '../../../forms/use-procedure-form.ts'
import { SecondFactorField } from '../../../second-factors/second-factor-field.tsx'
import { useSecondFactorRules } from '../../../second-factors/use-second-factor-rules.ts'

export interface RequiredCodeProps {
  /** Shows the second factor and goes on; the form is busy until it resolves. */
  readonly show: (input: StepUpByCodeInput) => Promise<unknown>
}

/** Asks for the second factor in a session that began before this server demanded it. */
export function RequiredCode({ show }: RequiredCodeProps): JSX.Element {
  const texts = useTranslations('twoStep')
  const secondStep = useTranslations('secondStep')
  const errors = useTranslations('errors')
  const rules = useSecondFactorRules()
  const form = useProcedureForm({
    rules: { code: rules.any },
    initialValues: { code: '' },
    fields: ['code'],
    call: show,
    refusals: { WRONG_SECOND_FACTOR: { field: 'code', message: errors('wrongSecondFactor') } },
  })
  return (
    <>
      <PageHeading title={texts('dueTitle')} lead={texts('dueLead')} />
      <form {...form.props} className={formClasses.form}>
        {form.refusal !== null && <ErrorNote error={form.refusal} />}
        <SecondFactorField field={form.field('code')} label={texts('code')} hint={secondStep('shape')} takes="any" />
        <SubmitButton form={form} size="md" fullWidth>
          {texts('continue')}
        </SubmitButton>
      </form>
    </>
  )
}
