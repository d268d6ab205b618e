import { VisuallyHidden } from '@mantine/core'
import { type JSX, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../../components/busy-button.tsx'
import { EmptyNote } from '../../../components/empty-note.tsx'
import { Rows } from '../../../components/rows.tsx'
import { RowsSkeleton } from '../../../components/rows-skeleton.tsx'
import { Section, type SectionFold } from '../../../components/section.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { EndedSessionRow } from './ended-session-row.tsx'
import { useHistory } from './use-history.ts'

/** Enough for the latest, and no more rows than live sessions usually have. */
const firstShown = 4
const shownNext = 20

export interface EndedSessionsProps extends SectionFold {
  /** The id of the current session. */
  readonly currentId: string
}

/** Ended sessions, the latest first, behind a heading that opens. They are loaded when it does. */
export function EndedSessions({ currentId, open, onToggle }: EndedSessionsProps): JSX.Element {
  const texts = useTranslations('history')
  return (
    <Section title={texts('title')} fold={{ open, onToggle }}>
      <EndedList currentId={currentId} />
    </Section>
  )
}

function EndedList({ currentId }: Pick<EndedSessionsProps, 'currentId'>): JSX.Element {
  const texts = useTranslations('history')
  const app = useTranslations('app')
  const container = useRef<HTMLDivElement>(null)
  const [limit, setLimit] = useState(firstShown)
  const history = useHistory()
  const sessions = history.data?.pages.flatMap((page) => page.sessions) ?? []
  if (history.isError) {
    return <ErrorNote error={history.error} lead={texts('failed')} onRetry={() => void history.refetch()} />
  }
  if (history.isPending) {
    return (
      <>
        <VisuallyHidden component="output">{texts('loading')}</VisuallyHidden>
        <RowsSkeleton count={2} />
      </>
    )
  }
  if (sessions.length === 0) return <EmptyNote title={texts('none')}>{texts('kept')}</EmptyNote>

  async function showMore(): Promise<void> {
    const first = sessions[limit]
    if (sessions.length < limit + shownNext && history.hasNextPage) await history.fetchNextPage()
    setLimit(limit + shownNext)
    requestAnimationFrame(() => {
      container.current?.querySelector<HTMLElement>(`[data-row="${first?.id ?? ''}"] button`)?.focus()
    })
  }

  return (
    <Rows
      ref={container}
      footer={
        (sessions.length > limit || history.hasNextPage) && (
          <>
            <span>{texts('kept')}</span>
            <BusyButton variant="default" size="sm" busy={history.isFetchingNextPage} onClick={() => void showMore()}>
              {app('showMore')}
            </BusyButton>
          </>
        )
      }
    >
      {sessions.slice(0, limit).map((session) => (
        <EndedSessionRow key={session.id} session={session} currentId={currentId} />
      ))}
    </Rows>
  )
}
