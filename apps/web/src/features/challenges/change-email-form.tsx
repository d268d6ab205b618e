import type { RequestCodeInput } from '@latchkey/schema'
import { Button, TextInput } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { keepChallenge, type PendingChallenge } from '../../challenges/pending-challenge.ts'
import { ErrorNote } from '../../errors/error-note.tsx'
import classes from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

export interface ChangeEmailFormProps {
  /** The path of this app to go to once the new address is confirmed. */
  readonly returnTo: string
  /** Called when the code is on its way to the new address; the form is busy until it resolves. */
  readonly onMailed: (challenge: PendingChallenge) => void | Promise<void>
  readonly onCancel: () => void
}

/** Asks for another address and has a code mailed there. The change is made once that is typed. */
export function ChangeEmailForm({ returnTo, onMailed, onCancel }: ChangeEmailFormProps): JSX.Element {
  const texts = useTranslations('emailAddress')
  const app = useTranslations('app')
  const rules = useFieldRules()
  const withStepUp = useStepUp()
  const request = trpc.auth.requestEmailChange.useMutation()
  const form = useProcedureForm({
    rules: { email: rules.email },
    initialValues: { email: '' },
    fields: ['email'],
    limitedBy: 'email',
    call: requestChange,
  })

  async function requestChange(input: RequestCodeInput): Promise<void> {
    const answer = await withStepUp(() => request.mutateAsync(input))
    if (answer === 'cancelled') return
    const challenge = { ...answer, remember: false, returnTo }
    keepChallenge(challenge)
    await onMailed(challenge)
  }

  return (
    <form {...form.props} className={classes.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} lead={texts('notChanged')} />}
      <TextInput
        {...form.field('email')}
        label={texts('new')}
        description={texts('changeHint')}
        type="email"
        inputMode="email"
        autoComplete="email"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the field takes the place of the button that was pressed
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
      />
      <div className={classes.actions}>
        <SubmitButton form={form}>{texts('mailCode')}</SubmitButton>
        <Button variant="default" onClick={onCancel}>
          {app('cancel')}
        </Button>
      </div>
    </form>
  )
}
