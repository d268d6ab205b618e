import type { PasskeyView } from '@latchkey/schema'
import { Button, TextInput } from '@mantine/core'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import formClasses from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'

export interface RenamePasskeyDialogProps {
  readonly passkey: PasskeyView
  readonly onRenamed: (passkey: PasskeyView) => void
  readonly onCancel: () => void
}

/** Gives a passkey a name by which its user knows it again. */
export function RenamePasskeyDialog({ passkey, onRenamed, onCancel }: RenamePasskeyDialogProps): JSX.Element {
  const texts = useTranslations('passkeys')
  const app = useTranslations('app')
  const rules = useFieldRules()
  const mutation = trpc.passkeys.rename.useMutation()
  const form = useProcedureForm({
    rules: { name: rules.sessionName },
    initialValues: { name: passkey.name },
    fields: ['name'],
    call: async ({ name }) => onRenamed(await mutation.mutateAsync({ id: passkey.id, name })),
  })

  return (
    <Dialog title={texts('renameTitle')} onClose={onCancel}>
      <form {...form.props} className={formClasses.form}>
        {form.refusal !== null && <ErrorNote error={form.refusal} lead={texts('notRenamed')} />}
        <TextInput
          {...form.field('name')}
          label={texts('name')}
          description={texts('nameHint')}
          autoComplete="off"
          dir="auto"
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className={formClasses.dialogActions}>
          <Button variant="default" onClick={onCancel}>
            {app('cancel')}
          </Button>
          <SubmitButton form={form}>{app('save')}</SubmitButton>
        </div>
      </form>
    </Dialog>
  )
}
