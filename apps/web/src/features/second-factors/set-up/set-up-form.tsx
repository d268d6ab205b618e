import type { RecoveryCodesView, TotpSetupView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { type JSX, lazy, Suspense, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../../api/trpc.ts'
import { useCopying } from '../../../browser/use-copying.ts'
import { CopyButton } from '../../../components/copy-button.tsx'
import { CopyStatus } from '../../../components/copy-status.tsx'
import { loadChunk } from '../../../connection/load-chunk.ts'
import { ErrorNote } from '../../../errors/error-note.tsx'
import formClasses from '../../../forms/form.module.css'
import { SubmitButton } from '../../../forms/submit-button.tsx'
import { useProcedureForm } from '../../../forms/use-procedure-form.ts'
import { SecondFactorField } from '../../../second-factors/second-factor-field.tsx'
import { useSecondFactorRules } from '../../../second-factors/use-second-factor-rules.ts'
import { useStepUp } from '../../../step-up/use-step-up.ts'
import classes from './set-up-form.module.css'

/** Loaded when it is needed: it brings the code that draws QR codes. */
const QrCode = lazy(async () => {
  const { QrCode: Code } = await loadChunk(() => import('./qr-code.tsx'))
  return { default: Code }
})

export interface SetUpFormProps {
  readonly offer: TotpSetupView
  /** Called with the recovery codes once two-step verification is on. */
  readonly onTurnedOn: (codes: RecoveryCodesView['recoveryCodes']) => Promise<void> | void
  readonly onCancel: () => void
}

/** Shows what an authenticator app is set up with, and turns two-step verification on with its first code. */
export function SetUpForm({ offer, onTurnedOn, onCancel }: SetUpFormProps): JSX.Element {
  const texts = useTranslations('twoStep')
  const app = useTranslations('app')
  const rules = useSecondFactorRules()
  const withStepUp = useStepUp()
  const { client } = trpc.useUtils()
  const form = useProcedureForm({
    rules: { code: rules.totp },
    initialValues: { code: '' },
    fields: ['code'],
    call: confirm,
    refusals: { WRONG_SECOND_FACTOR: { field: 'code', message: texts('wrongCode') } },
  })

  async function confirm({ code }: { readonly code: string }): Promise<void> {
    const input = { setup: offer.setup, code }
    const answer = await withStepUp(() => client.secondFactors.confirm.mutate(input))
    if (answer !== 'cancelled') await onTurnedOn(answer.recoveryCodes)
  }

  return (
    <form {...form.props} className={`${formClasses.form} ${classes.root}`}>
      <p className={classes.lead}>{texts('scan')}</p>
      <Suspense fallback={<div className={classes.code} />}>
        <div className={classes.code}>
          <QrCode text={offer.uri} label={texts('qrCode')} />
        </div>
      </Suspense>
      <a href={offer.uri} className={classes.open}>
        {texts('openApp')}
      </a>
      <SecretKey secret={offer.secret} />
      {form.refusal !== null && <ErrorNote error={form.refusal} lead={texts('notTurnedOn')} />}
      <SecondFactorField field={form.field('code')} label={texts('code')} hint={texts('codeHint')} takes="totp" />
      <div className={formClasses.actions}>
        <SubmitButton form={form} size="md">
          {texts('turnOn')}
        </SubmitButton>
        <Button variant="default" size="md" onClick={onCancel}>
          {app('cancel')}
        </Button>
      </div>
    </form>
  )
}

function SecretKey({ secret }: { readonly secret: string }): JSX.Element {
  const texts = useTranslations('twoStep')
  const element = useRef<HTMLElement>(null)
  const copying = useCopying(secret, element)
  return (
    <div>
      <div className={classes.key}>
        <div className={classes.keyText}>
          <span className={classes.label}>{texts('key')}</span>
          <code ref={element} translate="no">
            {inFours(secret)}
          </code>
        </div>
        <CopyButton copying={copying} what={texts('key')} />
      </div>
      <CopyStatus copying={copying} />
    </div>
  )
}

/** Returns a key as people type it. */
function inFours(secret: string): string {
  return secret.replaceAll(/.{4}(?=.)/g, '$& ')
}
