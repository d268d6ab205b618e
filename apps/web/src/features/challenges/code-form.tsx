import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../../errors/error-note.tsx'
import { CodeField } from '../../forms/code-field.tsx'
import classes from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useCodeRules } from '../../forms/use-code-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'

export interface CodeFormProps {
  /** Says how long the code works. */
  readonly hint: ReactNode
  /** The words of the button. */
  readonly submit: string
  readonly takesFocus?: boolean
  /** Confirms with the code and goes on; the form is busy until it resolves. */
  readonly confirm: (code: string) => Promise<unknown>
  /** Between the field and the button. */
  readonly children?: ReactNode
}

/** Asks for the code of a mail. It is sent with the button alone: a code that fills itself in is read before it is used. */
export function CodeForm({ hint, submit, takesFocus = true, confirm, children }: CodeFormProps): JSX.Element {
  const errors = useTranslations('errors')
  const rules = useCodeRules()
  const form = useProcedureForm({
    rules: { code: rules.code },
    initialValues: { code: '' },
    fields: ['code'],
    call: ({ code }) => confirm(code),
    refusals: { WRONG_CODE: { field: 'code', message: errors('wrongCode') } },
  })

  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <CodeField
        name="code"
        hint={hint}
        error={form.errors.code}
        autoComplete="one-time-code"
        takesFocus={takesFocus}
        onChange={(letters, problem) => form.setValue('code', letters, problem)}
      />
      {children}
      <SubmitButton form={form} size="md" fullWidth>
        {submit}
      </SubmitButton>
    </form>
  )
}
