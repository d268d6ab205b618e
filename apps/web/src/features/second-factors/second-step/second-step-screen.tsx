import type { SecondFactorDueView, SupportContactView, VerifySecondFactorInput } from '@latchkey/schema'
import { Button, Checkbox } from '@mantine/core'
import { type JSX, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { reasonOf } from '../../../errors/failure.ts'
import { useSecondsLeft } from '../../../errors/use-seconds-left.ts'
import formClasses from '../../../forms/form.module.css'
import { SubmitButton } from '../../../forms/submit-button.tsx'
import { useProcedureForm } from '../../../forms/use-procedure-form.ts'
import { useTimeFormats } from '../../../preferences/preferences-provider.tsx'
import { SecondFactorField } from '../../../second-factors/second-factor-field.tsx'
import { useSecondFactorRules } from '../../../second-factors/use-second-factor-rules.ts'
import { localTimeOf } from '../../../time/server-clock.ts'
import { LostFactors } from './lost-factors.tsx'
import { NoSignInWaiting } from './no-sign-in-waiting.tsx'
import classes from './second-step-screen.module.css'

export interface SecondStepScreenProps {
  /** The sign-in that waits. */
  readonly due: SecondFactorDueView
  /** Completes it and goes on; the form is busy until it resolves. */
  readonly verify: (input: VerifySecondFactorInput) => Promise<unknown>
  readonly support: SupportContactView | null
  /** Leads to the sign-in page. */
  readonly renderSignInLink: (text: string) => ReactNode
  /** The button that leads there once the sign-in has ended. */
  readonly signInButton: ReactNode
}

/** Asks for the second factor of a sign-in, for as long as that waits. */
export function SecondStepScreen(props: SecondStepScreenProps): JSX.Element {
  const { due, verify, support, renderSignInLink, signInButton } = props
  const texts = useTranslations('secondStep')
  const [ended, setEnded] = useState(false)
  const [byRecoveryCode, setByRecoveryCode] = useState(false)
  const hasExpired = useSecondsLeft(localTimeOf(due.expiresAt)) === 0
  if (ended || hasExpired) {
    return <NoSignInWaiting why={ended ? 'ended' : 'expired'}>{signInButton}</NoSignInWaiting>
  }

  async function complete(input: VerifySecondFactorInput): Promise<void> {
    try {
      await verify(input)
    } catch (error) {
      if (reasonOf(error) !== 'ATTEMPT_ENDED') throw error
      setEnded(true)
    }
  }

  return (
    <>
      <PageHeading title={texts('title')} lead={texts(byRecoveryCode ? 'leadRecovery' : 'lead')} />
      <SecondStepForm
        expiresAt={due.expiresAt}
        byRecoveryCode={byRecoveryCode}
        complete={complete}
        onOtherCode={due.methods.includes('recovery_code') ? () => setByRecoveryCode(!byRecoveryCode) : null}
      />
      <div className={classes.others}>
        <p className={classes.other}>{renderSignInLink(texts('otherUser'))}</p>
        <p className={classes.other}>
          <LostFactors support={support} />
        </p>
      </div>
    </>
  )
}

interface SecondStepFormProps extends Pick<SecondFactorDueView, 'expiresAt'> {
  readonly byRecoveryCode: boolean
  readonly complete: (input: VerifySecondFactorInput) => Promise<unknown>
  /** Asks for the other kind of code; `null` where there is none. */
  readonly onOtherCode: (() => void) | null
}

function SecondStepForm({ expiresAt, byRecoveryCode, complete, onOtherCode }: SecondStepFormProps): JSX.Element {
  const texts = useTranslations('secondStep')
  const app = useTranslations('app')
  const errors = useTranslations('errors')
  const times = useTimeFormats()
  const rules = useSecondFactorRules()
  const form = useProcedureForm({
    rules: { code: rules.any },
    initialValues: { code: '', trustDevice: false },
    fields: ['code'],
    call: complete,
    refusals: { WRONG_SECOND_FACTOR: { field: 'code', message: errors('wrongSecondFactor') } },
  })
  const time = times.timeOfDay(new Date(localTimeOf(expiresAt)))

  function askForOther(): void {
    onOtherCode?.()
    const field = form.props.ref.current?.elements.namedItem('code')
    if (field instanceof HTMLInputElement) field.focus()
  }

  return (
    <form {...form.props} className={formClasses.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <SecondFactorField
        field={form.field('code')}
        label={texts(byRecoveryCode ? 'recoveryCode' : 'code')}
        hint={texts(byRecoveryCode ? 'recoveryHint' : 'codeHint', { time })}
        takes="any"
      />
      <Checkbox
        name="trustDevice"
        onChange={({ currentTarget }) => form.setValue('trustDevice', currentTarget.checked)}
        label={texts('trust')}
        description={texts('trustHint')}
      />
      <SubmitButton form={form} size="md" fullWidth>
        {app('signIn')}
      </SubmitButton>
      {onOtherCode !== null && (
        <Button variant="subtle" size="md" fullWidth onClick={askForOther}>
          {texts(byRecoveryCode ? 'useApp' : 'useRecovery')}
        </Button>
      )}
    </form>
  )
}
