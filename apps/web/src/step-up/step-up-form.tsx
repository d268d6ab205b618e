import { Button } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { stepUpInput } from '@latchkey/schema'
import type { JSX } from 'react'
import { trpc } from '../api/trpc.ts'
import { BusyButton } from '../components/busy-button.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { focusInvalid } from '../forms/focus-invalid.ts'
import classes from '../forms/form.module.css'
import { PasswordField } from '../forms/password-field.tsx'
import { type RefusalFields, refusedFields } from '../forms/refused-fields.ts'
import { UsernameField } from '../forms/username-field.tsx'

const fields = ['password'] as const
const refusals: RefusalFields<'password'> = { INVALID_CREDENTIALS: { field: 'password', message: 'Wrong password.' } }

export interface StepUpFormProps {
  readonly email: string
  readonly onSteppedUp: () => void
  readonly onCancel: () => void
}

/** Asks for the password again. */
export function StepUpForm({ email, onSteppedUp, onCancel }: StepUpFormProps): JSX.Element {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: schemaResolver(stepUpInput, { sync: true }),
  })
  const stepUp = trpc.auth.stepUp.useMutation({
    onSuccess: onSteppedUp,
    onError: (error) => {
      const errors = refusedFields(error, fields, refusals)
      form.setErrors(errors)
      focusInvalid(form, fields, errors)
    },
  })
  const refusedAbove = stepUp.error !== null && Object.keys(refusedFields(stepUp.error, fields, refusals)).length === 0

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit(
        (values) => stepUp.mutate(values),
        (errors) => focusInvalid(form, fields, errors),
      )}
    >
      <p className={classes.lead}>Enter your password to go on. You won’t be asked again for a few minutes.</p>
      {refusedAbove && <ErrorNote error={stepUp.error} />}
      <UsernameField email={email} />
      <PasswordField
        {...form.getInputProps('password')}
        key={form.key('password')}
        name="password"
        label="Password"
        autoComplete="current-password"
      />
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <BusyButton type="submit" busy={stepUp.isPending}>
          Confirm
        </BusyButton>
      </div>
    </form>
  )
}
