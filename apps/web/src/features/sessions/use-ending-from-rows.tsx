import type { SessionView } from '@latchkey/schema'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { useLocalNames } from '../../language/local-names.ts'
import { LiveNote } from '../../components/live-note.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { EndSessionButton, type EndSessionButtonProps } from './end-session-button.tsx'
import { EndSessionDialog } from './end-session-dialog.tsx'
import classes from './use-ending-from-rows.module.css'
import { useEndSessions } from './use-end-sessions.ts'

export interface EndingFromRows {
  /** What came of the last attempt: a live region, for the place above the rows. */
  readonly result: ReactNode
  /** The open dialog, if there is one. */
  readonly dialog: ReactNode
  /**
   * Returns the button that ends the first of these sessions that is live and not the current one; where there is none,
   * that one was ended here, or `null`.
   */
  readonly actionFor: (ids: readonly string[]) => ReactNode
  /** Whether it is known which sessions are live. */
  readonly isKnown: boolean
}

/** Ends live sessions from rows of something else that names them, such as events. */
export function useEndingFromRows(look: EndSessionButtonProps['look'] = 'quiet'): EndingFromRows {
  const texts = useTranslations('ending')
  const list = trpc.sessions.list.useQuery(undefined, { select: useLocalNames() })
  const end = useEndSessions()
  const others = list.data?.others ?? []
  const [confirming, setConfirming] = useState<{ readonly session: SessionView; readonly row: Element | null } | null>(
    null,
  )
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set())
  /** The session whose buttons are about to disappear, and the row that takes the focus then. */
  const leaving = useRef<{ readonly id: string; readonly row: Element | null }>(null)

  useEffect(() => {
    const left = leaving.current
    if (left === null || others.some(({ id }) => id === left.id)) return
    leaving.current = null
    // The focus stays where the user has moved it in the meantime.
    if (document.activeElement !== document.body) return
    const next = left.row?.querySelector<HTMLElement>('[aria-expanded]') ?? document.querySelector<HTMLElement>('h1')
    next?.focus()
  })

  async function endConfirmed(session: SessionView, row: Element | null): Promise<void> {
    setConfirming(null)
    if (!(await end.endOne(session, 0))) return
    leaving.current = { id: session.id, row }
    setEnded((before) => new Set(before).add(session.id))
  }

  function actionFor(ids: readonly string[]): ReactNode {
    const session = ids.map((named) => others.find(({ id }) => id === named)).find((found) => found !== undefined)
    if (session !== undefined) {
      return (
        <EndSessionButton
          session={session}
          busy={end.ending === session.id}
          look={look}
          onPress={(pressed, row) => setConfirming({ session: pressed, row })}
        />
      )
    }
    const endedHere = ids.some((id) => ended.has(id))
    return endedHere ? <span className={classes.ended}>{texts('signedOut')}</span> : null
  }

  return {
    actionFor,
    isKnown: list.data !== undefined,
    result: (
      <>
        <LiveNote message={end.message} />
        {end.error !== null && <ErrorNote error={end.error} lead={texts('failed')} />}
      </>
    ),
    dialog: confirming !== null && (
      <EndSessionDialog
        session={confirming.session}
        onConfirm={() => void endConfirmed(confirming.session, confirming.row)}
        onCancel={() => setConfirming(null)}
      />
    ),
  }
}
