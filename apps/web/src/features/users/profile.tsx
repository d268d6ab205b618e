import type { UserView } from '@latchkey/schema'
import { Button, TextInput } from '@mantine/core'
import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { Detail, DetailList } from '../../components/detail-list.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import formClasses from '../../forms/form.module.css'
import { SubmitButton } from '../../forms/submit-button.tsx'
import { useFieldRules } from '../../forms/use-field-rules.ts'
import { useProcedureForm } from '../../forms/use-procedure-form.ts'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import classes from './profile.module.css'

export interface ProfileProps {
  readonly user: UserView
  /** Whether the address has no section of its own. */
  readonly showEmail: boolean
}

/** The name, which is changed in place, the address, and since when the user is one. */
export function Profile({ user, showEmail }: ProfileProps): JSX.Element {
  const texts = useTranslations('account')
  const times = useTimeFormats()
  const button = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  const [editing, setEditing] = useState(false)
  const [message, setMessage] = useState<string | null>(null)

  useEffect(() => {
    if (wasEditing.current && !editing) button.current?.focus()
    wasEditing.current = editing
  }, [editing])

  return (
    <Section title={texts('profile')}>
      <LiveNote message={message} />
      <div className={classes.card}>
        {editing ? (
          <NameForm
            name={user.name}
            onChanged={() => {
              setMessage(texts('nameChanged'))
              setEditing(false)
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <div className={classes.name}>
            <bdi className={classes.nameText}>{user.name}</bdi>
            <Button
              ref={button}
              variant="default"
              size="sm"
              aria-label={texts('changeNameLabel')}
              onClick={() => {
                setMessage(null)
                setEditing(true)
              }}
            >
              {texts('changeName')}
            </Button>
          </div>
        )}
        <DetailList>
          {showEmail && (
            <Detail label={texts('email')}>
              <bdi>{user.email}</bdi>
            </Detail>
          )}
          <Detail label={texts('memberSince')}>
            <time dateTime={user.createdAt}>{times.day(new Date(user.createdAt))}</time>
          </Detail>
        </DetailList>
      </div>
    </Section>
  )
}

interface NameFormProps {
  readonly name: string
  readonly onChanged: () => void
  readonly onCancel: () => void
}

function NameForm({ name, onChanged, onCancel }: NameFormProps): JSX.Element {
  const texts = useTranslations('account')
  const app = useTranslations('app')
  const rules = useFieldRules()
  const utils = trpc.useUtils()
  const rename = trpc.users.rename.useMutation({
    onSuccess: (user) => {
      utils.auth.me.setData(undefined, (me) => me && { ...me, user })
      void utils.events.list.invalidate()
      onChanged()
    },
  })
  const form = useProcedureForm({
    rules: { name: rules.name },
    initialValues: { name },
    fields: ['name'],
    call: (values) => rename.mutateAsync(values),
  })

  return (
    <form {...form.props} className={formClasses.form}>
      {form.refusal !== null && <ErrorNote error={form.refusal} lead={texts('nameNotChanged')} />}
      <TextInput
        {...form.field('name')}
        label={texts('name')}
        dir="auto"
        autoComplete="name"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the field takes the place of the button that was pressed
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={formClasses.actions}>
        <SubmitButton form={form}>{app('save')}</SubmitButton>
        <Button variant="default" onClick={onCancel}>
          {app('cancel')}
        </Button>
      </div>
    </form>
  )
}
