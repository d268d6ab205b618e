import type { SessionView } from '@latchkey/schema'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import type { EndSessions } from './use-end-sessions.ts'

/** Rarely wanted, and it brings a form along. */
const RenameDialog = lazy(async () => {
  const { RenameDialog: Dialog } = await import('./rename-dialog.tsx')
  return { default: Dialog }
})

export interface Renaming {
  readonly begin: (session: SessionView) => void
  /** What is open while a session gets its name. */
  readonly dialog: ReactNode
}

/** Gives sessions of a list a name, and says so where the list says what became of an end. */
export function useRenaming({ say }: Pick<EndSessions, 'say'>): Renaming {
  const utils = trpc.useUtils()
  const [renaming, setRenaming] = useState<SessionView | null>(null)

  function showRenamed(renamed: SessionView): void {
    setRenaming(null)
    say(['Renamed to “', { name: renamed.name }, '”.'])
    void utils.sessions.list.invalidate()
  }

  const dialog = renaming !== null && (
    <Suspense>
      <RenameDialog session={renaming} onRenamed={showRenamed} onCancel={() => setRenaming(null)} />
    </Suspense>
  )
  return { begin: setRenaming, dialog }
}
