import { type JSX, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../../components/busy-button.tsx'
import { Rows } from '../../../components/rows.tsx'
import { Section } from '../../../components/section.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { EndedSessionRow } from './ended-session-row.tsx'
import { useHistory } from './use-history.ts'

/** Enough for the latest, and no more rows than live sessions usually have. */
const firstShown = 4
const shownNext = 20

/** Ended sessions, the latest first. */
export function EndedSessions({ currentId }: { readonly currentId: string }): JSX.Element | null {
  const texts = useTranslations('history')
  const app = useTranslations('app')
  const container = useRef<HTMLDivElement>(null)
  const [limit, setLimit] = useState(firstShown)
  const history = useHistory()
  const sessions = history.data?.pages.flatMap((page) => page.sessions) ?? []
  if (history.isError) {
    return (
      <Section title={texts('title')}>
        <ErrorNote error={history.error} lead={texts('failed')} onRetry={() => void history.refetch()} />
      </Section>
    )
  }
  if (sessions.length === 0) return null

  async function showMore(): Promise<void> {
    const first = sessions[limit]
    if (sessions.length < limit + shownNext && history.hasNextPage) await history.fetchNextPage()
    setLimit(limit + shownNext)
    requestAnimationFrame(() => {
      container.current?.querySelector<HTMLElement>(`[data-row="${first?.id ?? ''}"] button`)?.focus()
    })
  }

  return (
    <Section title={texts('title')}>
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
    </Section>
  )
}
