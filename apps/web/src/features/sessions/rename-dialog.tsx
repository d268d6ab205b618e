import { Button, TextInput } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import formClasses from '../../forms/form.module.css'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { names } from '../../language/rich.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import classes from './rename-dialog.module.css'

export interface RenameDialogProps {
  readonly session: SessionView
  readonly onRenamed: (session: SessionView) => void
  readonly onCancel: () => void
}

/** Gives a session a name by which its user knows it again. */
export function RenameDialog({ session, onRenamed, onCancel }: RenameDialogProps): JSX.Element {
  const texts = useTranslations('rename')
  const app = useTranslations('app')
  const rules = useFieldRules()
  const withStepUp = useStepUp()
  const mutation = trpc.sessions.rename.useMutation()
  const form = useProcedureForm({
    rules: { name: rules.sessionName },
    initialValues: { name: session.name },
    fields: ['name'],
    // What it is called already is not stored as a choice.
    call: async ({ name }) => (name === session.name ? onCancel() : rename(name)),
  })

  async function rename(name: string | null): Promise<void> {
    const renamed = await withStepUp(() => mutation.mutateAsync({ id: session.id, name }))
    if (renamed !== 'cancelled') onRenamed(renamed)
  }

  return (
    <Dialog title={texts('title')} onClose={onCancel}>
      <form {...form.props} className={formClasses.form}>
        {form.refusal !== null && <ErrorNote error={form.refusal} lead={texts('failed')} />}
        <TextInput
          {...form.field('name')}
          label={texts('field')}
          description={texts('hint')}
          autoComplete="off"
          dir="auto"
          onFocus={(event) => event.currentTarget.select()}
        />
        {session.name !== session.derivedName && (
          <div className={classes.derived}>
            <Button variant="default" size="sm" onClick={() => void form.run(() => rename(null))}>
              <span className={classes.derivedName}>{texts.rich('use', { ...names, name: session.derivedName })}</span>
            </Button>
          </div>
        )}
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
