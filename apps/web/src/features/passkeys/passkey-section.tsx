import type { PasskeyView } from '@latchkey/schema'
import { VisuallyHidden } from '@mantine/core'
import { type JSX, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { Note } from '../../components/note.tsx'
import { Rows } from '../../components/rows.tsx'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'
import { loadChunk } from '../../connection/load-chunk.ts'
import { ErrorNote } from '../../errors/error-note.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { names } from '../../language/rich.tsx'
import { canUsePasskeys } from '../../passkeys/can-use-passkeys.ts'
import { PasskeyFailure } from '../../passkeys/passkey-failure.tsx'
import { PasskeyRow } from './passkey-row.tsx'
import classes from './passkeys.module.css'
import { useAddPasskey } from './use-add-passkey.ts'
import { useRemovePasskey } from './use-remove-passkey.ts'

/** Loaded when it is needed: it is rare, and brings a form along. */
const RenamePasskeyDialog = lazy(async () => {
  const { RenamePasskeyDialog: Dialog } = await loadChunk(() => import('./rename-passkey-dialog.tsx'))
  return { default: Dialog }
})

/** The passkeys of the user: added, renamed and removed here. Shows nothing where the server has none. */
export function PasskeySection(): JSX.Element | null {
  const texts = useTranslations('passkeys')
  const utils = trpc.useUtils()
  const list = trpc.passkeys.list.useQuery(undefined, { refetchOnWindowFocus: 'always', retry: false })
  const { busy, refusal, add } = useAddPasskey()
  const { removing, refused, remove } = useRemovePasskey()
  const heading = useRef<HTMLHeadingElement>(null)
  const [message, setMessage] = useState<ReactNode>(null)
  const [renaming, setRenaming] = useState<PasskeyView | null>(null)
  const [confirming, setConfirming] = useState<PasskeyView | null>(null)
  const count = list.data?.passkeys.length
  /** The id of the passkey that was removed. */
  const removed = useRef<string>(null)

  async function addOne(): Promise<void> {
    setMessage(null)
    const added = await add()
    if (added !== null) setMessage(texts.rich('added', { ...names, name: added.name }))
  }

  function showRenamed(renamed: PasskeyView): void {
    setRenaming(null)
    setMessage(texts.rich('renamed', { ...names, name: renamed.name }))
    void utils.passkeys.list.invalidate()
  }

  async function removeConfirmed(passkey: PasskeyView): Promise<void> {
    setConfirming(null)
    setMessage(null)
    if (!(await remove(passkey))) return
    removed.current = passkey.id
    setMessage(texts.rich('removed', { ...names, name: passkey.name }))
  }

  useEffect(() => {
    if (removed.current === null || list.data?.passkeys.some(({ id }) => id === removed.current) === true) return
    removed.current = null
    // The row is unmounted, and the focused button with it. The focus stays where the user has moved it in the meantime.
    if (document.activeElement === document.body) heading.current?.focus()
  })

  if (reasonOf(list.error) === 'PASSKEYS_OFF') return null
  return (
    <Section title={texts('title')} heading={heading}>
      <p className={classes.lead}>{texts('lead')}</p>
      <LiveNote message={message} />
      {list.error !== null && (
        <ErrorNote error={list.error} lead={texts('failed')} onRetry={() => void list.refetch()} />
      )}
      {list.isPending && (
        <>
          <VisuallyHidden component="output">{texts('loading')}</VisuallyHidden>
          <RowsSkeleton count={1} />
        </>
      )}
      {list.data !== undefined && list.data.passkeys.length > 0 && (
        <Rows>
          {list.data.passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              busy={removing === passkey.id}
              onRename={() => setRenaming(passkey)}
              onRemove={() => setConfirming(passkey)}
              note={refused?.id === passkey.id && <ErrorNote error={refused.error} lead={texts('notRemoved')} />}
            />
          ))}
        </Rows>
      )}
      {list.data !== undefined && <div className={classes.add}>{addition()}</div>}
      {renaming !== null && (
        <Suspense>
          <RenamePasskeyDialog passkey={renaming} onRenamed={showRenamed} onCancel={() => setRenaming(null)} />
        </Suspense>
      )}
      {confirming !== null && (
        <ConfirmDialog
          title={texts.rich('removeTitle', { ...names, name: confirming.name })}
          confirm={texts('removeConfirm')}
          onConfirm={() => void removeConfirmed(confirming)}
          onCancel={() => setConfirming(null)}
        >
          {texts('removeText')}
        </ConfirmDialog>
      )}
    </Section>
  )

  function addition(): ReactNode {
    if (!canUsePasskeys()) return <p className={classes.lead}>{texts('unsupported')}</p>
    return (
      <>
        {refusal !== null && <AdditionFailure error={refusal} />}
        <BusyButton variant={count === 0 ? 'filled' : 'default'} size="sm" busy={busy} onClick={() => void addOne()}>
          {texts('add')}
        </BusyButton>
      </>
    )
  }
}

/** An authenticator that has a passkey of the user makes no other. */
function AdditionFailure({ error }: { readonly error: unknown }): JSX.Element {
  const texts = useTranslations('passkeys')
  const isThere = error instanceof Error && error.name === 'InvalidStateError'
  if (!isThere) return <PasskeyFailure error={error} cancelled={texts('notAdded')} />
  return (
    <Note tone="neutral" role="alert">
      {texts('alreadyThere')}
    </Note>
  )
}
