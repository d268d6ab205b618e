import { Button } from '@mantine/core'
import { stepUpInput } from '@latchkey/schema'
import type { JSX } from 'react'
import { trpc } from '../api/trpc.ts'
import { BusyButton } from '../components/busy-button.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import classes from '../forms/form.module.css'
import { PasswordField } from '../forms/password-field.tsx'
import { useProcedureForm } from '../forms/use-procedure-form.ts'
import { UsernameField } from '../forms/username-field.tsx'

export interface StepUpFormProps {
  readonly email: string
  readonly onSteppedUp: () => void
  readonly onCancel: () => void
}

/** Steps up with the password. */
export function StepUpForm({ email, onSteppedUp, onCancel }: StepUpFormProps): JSX.Element {
  const stepUp = trpc.auth.stepUp.useMutation({ onSuccess: onSteppedUp })
  const form = useProcedureForm({
    input: stepUpInput,
    initialValues: { password: '' },
    fields: ['password'],
    busy: stepUp.isPending,
    call: (values) => stepUp.mutateAsync(values),
    refusals: { INVALID_CREDENTIALS: { field: 'password', message: 'Wrong password.' } },
  })

  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit}>
      <p className={classes.lead}>Enter your password to go on. You won’t be asked again for a few minutes.</p>
      {form.refusal !== null && <ErrorNote error={form.refusal} />}
      <UsernameField email={email} />
      <PasswordField
        {...form.field('password')}
        key={form.key('password')}
        label="Password"
        autoComplete="current-password"
      />
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <BusyButton type="submit" busy={form.busy}>
          Confirm
        </BusyButton>
      </div>
    </form>
  )
}
