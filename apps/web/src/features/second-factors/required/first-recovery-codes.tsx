import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import formClasses from '../../../forms/form.module.css'
import { SubmitButton } from '../../../forms/submit-button.tsx'
import { useProcedureForm } from '../../../forms/use-procedure-form.ts'
import { useHeadingFocus } from '../../../navigation/use-heading-focus.ts'
import { NewRecoveryCodes } from '../recovery/new-recovery-codes.tsx'

export interface FirstRecoveryCodesProps {
  readonly codes: readonly string[]
  readonly email: string
  /** Goes on to the app; the button is busy until it resolves. */
  readonly goOn: () => Promise<unknown>
}

/** Shows the recovery codes of a second factor that was demanded, before the app goes on. */
export function FirstRecoveryCodes({ codes, email, goOn }: FirstRecoveryCodesProps): JSX.Element {
  const texts = useTranslations('recovery')
  const form = useProcedureForm({ rules: {}, initialValues: {}, fields: [], call: goOn })
  useHeadingFocus()
  return (
    <>
      <PageHeading title={texts('save')} lead={texts('saveText')} />
      <NewRecoveryCodes codes={codes} email={email}>
        <form {...form.props} className={formClasses.form}>
          {form.refusal !== null && <ErrorNote error={form.refusal} />}
          <SubmitButton form={form} size="md" fullWidth>
            {texts('saved')}
          </SubmitButton>
        </form>
      </NewRecoveryCodes>
    </>
  )
}
