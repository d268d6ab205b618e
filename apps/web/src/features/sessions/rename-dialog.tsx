import { Button, TextInput } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { renameSessionInput, type SessionView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { focusInvalid } from '../../forms/focus-invalid.ts'
import form from '../../forms/form.module.css'
import { refusedFields } from '../../forms/refused-fields.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import classes from './rename-dialog.module.css'

const fields = ['name'] as const

export interface RenameDialogProps {
  readonly session: SessionView
  readonly onRenamed: (session: SessionView) => void
  readonly onCancel: () => void
}

/** What a person wants to call a session, to know it again. */
export function RenameDialog({ session, onRenamed, onCancel }: RenameDialogProps): JSX.Element {
  const withStepUp = useStepUp()
  const names = useForm({
    mode: 'uncontrolled',
    initialValues: { name: session.name },
    validate: schemaResolver(renameSessionInput.pick({ name: true }), { sync: true }),
  })
  const rename = trpc.sessions.rename.useMutation()
  /** Why it was not renamed, unless that stands at the field. */
  const [refusal, setRefusal] = useState<unknown>(null)

  async function call(name: string | null): Promise<void> {
    if (rename.isPending) return
    setRefusal(null)
    try {
      const renamed = await withStepUp(() => rename.mutateAsync({ id: session.id, name }))
      if (renamed !== 'cancelled') onRenamed(renamed)
    } catch (error) {
      const errors = refusedFields(error, fields, {})
      names.setErrors(errors)
      focusInvalid(names, fields, errors)
      if (Object.keys(errors).length === 0) setRefusal(error)
    }
  }

  return (
    <Dialog title="Rename this session" onClose={onCancel}>
      <form
        className={form.form}
        noValidate
        onSubmit={names.onSubmit(
          ({ name }) => void call(name),
          (errors) => focusInvalid(names, fields, errors),
        )}
      >
        {refusal !== null && <ErrorNote error={refusal} lead="Not renamed." />}
        <TextInput
          {...names.getInputProps('name')}
          key={names.key('name')}
          name="name"
          label="Name"
          description="Something by which you’ll know it again: “Work laptop”."
          autoComplete="off"
          dir="auto"
          onFocus={(event) => event.currentTarget.select()}
        />
        {session.name !== session.derivedName && (
          <div className={classes.derived}>
            <Button variant="default" size="sm" onClick={() => void call(null)}>
              <span className={classes.derivedName}>
                Use “<bdi>{session.derivedName}</bdi>”
              </span>
            </Button>
          </div>
        )}
        <div className={form.dialogActions}>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <BusyButton type="submit" busy={rename.isPending}>
            Save
          </BusyButton>
        </div>
      </form>
    </Dialog>
  )
}
