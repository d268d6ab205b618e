import { schemaResolver, useForm } from '@mantine/form'
import { type SetPasswordInput, setPasswordInput } from '@latchkey/schema'
import type { JSX } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { focusInvalid } from '../../forms/focus-invalid.ts'
import classes from '../../forms/form.module.css'
import { type RefusalFields, refusedFields } from '../../forms/refused-fields.ts'
import { validateOnBlur } from '../../forms/validate-on-blur.ts'
import { PasswordField } from '../../forms/password-field.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { usePasswordHint } from './use-password-hint.ts'
import { UsernameField } from '../../forms/username-field.tsx'

const fields = ['newPassword'] as const

export interface SetPasswordFormProps {
  /** Whose password it will be, for password managers. */
  readonly email: string
  readonly onSet: () => Promise<void>
}

/** A first password, for someone who signs in through providers so far. */
export function SetPasswordForm({ email, onSet }: SetPasswordFormProps): JSX.Element {
  const withStepUp = useStepUp()
  const hint = usePasswordHint()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { newPassword: '' },
    validate: schemaResolver(setPasswordInput, { sync: true }),
  })
  const refusals: RefusalFields<'newPassword'> = {
    PASSWORD_TOO_COMMON: { field: 'newPassword' },
    PASSWORD_TOO_SHORT: { field: 'newPassword', message: `Use at least ${hint.minLength} characters.` },
  }
  const set = trpc.passwords.set.useMutation({
    onError: (error) => {
      const errors = refusedFields(error, fields, refusals)
      form.setErrors(errors)
      focusInvalid(form, fields, errors)
    },
  })
  const wantsProof = reasonOf(set.error) === 'SUDO_REQUIRED'
  const refusedAbove =
    set.error !== null && !wantsProof && Object.keys(refusedFields(set.error, fields, refusals)).length === 0

  async function submit(input: SetPasswordInput): Promise<void> {
    // A refusal shows through the mutation.
    const outcome = await withStepUp(() => set.mutateAsync(input)).catch(() => 'refused' as const)
    if (outcome !== 'cancelled' && outcome !== 'refused') await onSet()
  }

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={form.onSubmit(
        (values) => void submit(values),
        (errors) => focusInvalid(form, fields, errors),
      )}
    >
      {refusedAbove && <ErrorNote error={set.error} />}
      <UsernameField email={email} />
      <PasswordField
        {...form.getInputProps('newPassword')}
        {...validateOnBlur(form, 'newPassword')}
        key={form.key('newPassword')}
        name="newPassword"
        label="New password"
        description={hint.text}
        autoComplete="new-password"
      />
      <div className={classes.actions}>
        <BusyButton type="submit" size="md" busy={set.isPending}>
          Set password
        </BusyButton>
      </div>
    </form>
  )
}
