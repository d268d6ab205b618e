import type { JSX, ReactNode } from 'react'
import { ErrorNote } from '../../../errors/error-note.tsx'
import classes from '../../../forms/form.module.css'
import { SubmitButton } from '../../../forms/submit-button.tsx'
import { useProcedureForm } from '../../../forms/use-procedure-form.ts'
import { useHeadingFocus } from '../../../navigation/use-heading-focus.ts'

export interface ConfirmFormProps {
  /** The words of the button. */
  readonly submit: string
  /** Confirms and goes on; the button is busy until it resolves. */
  readonly confirm: () => Promise<unknown>
  /** Above the button. */
  readonly children?: ReactNode
}

/** One button: a link does nothing by being opened, as mail scanners open links too. */
export function ConfirmForm({ submit, confirm, children }: ConfirmFormProps): JSX.Element {
  useHeadingFocus()
  const form = useProcedureForm({ rules: {}, initialValues: {}, fields: [], call: confirm })
  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      {children}
      <SubmitButton form={form} size="md" fullWidth>
        {submit}
      </SubmitButton>
    </form>
  )
}
