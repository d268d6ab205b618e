import type { SessionView } from '@latchkey/schema'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { names } from '../../language/rich.tsx'
import type { EndSessions } from './use-end-sessions.ts'
import { loadChunk } from '../../connection/load-chunk.ts'

/** Loaded when it is needed: it is rare, and brings a form along. */
const RenameDialog = lazy(async () => {
  const { RenameDialog: Dialog } = await loadChunk(() => import('./rename-dialog.tsx'))
  return { default: Dialog }
})

export interface Renaming {
  readonly begin: (session: SessionView) => void
  /** The open dialog, if there is one. */
  readonly dialog: ReactNode
}

/** Renames sessions of a list in a dialog, and shows the result where the list shows its results. */
export function useRenaming({ showMessage }: Pick<EndSessions, 'showMessage'>): Renaming {
  const texts = useTranslations('rename')
  const utils = trpc.useUtils()
  const [renaming, setRenaming] = useState<SessionView | null>(null)

  function showRenamed(renamed: SessionView): void {
    setRenaming(null)
    showMessage(texts.rich('renamed', { ...names, name: renamed.name }))
    void utils.sessions.list.invalidate()
  }

  const dialog = renaming !== null && (
    <Suspense>
      <RenameDialog session={renaming} onRenamed={showRenamed} onCancel={() => setRenaming(null)} />
    </Suspense>
  )
  return { begin: setRenaming, dialog }
}
