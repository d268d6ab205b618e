import { type JSX, useRef, useState } from 'react'
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
  const container = useRef<HTMLDivElement>(null)
  const [limit, setLimit] = useState(firstShown)
  const history = useHistory()
  const sessions = history.data?.pages.flatMap((page) => page.sessions) ?? []
  if (history.isError) {
    return (
      <Section title="Recently ended">
        <ErrorNote error={history.error} lead="What ended can’t be shown." onRetry={() => void history.refetch()} />
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
    <Section title="Recently ended">
      <Rows
        ref={container}
        footer={
          (sessions.length > limit || history.hasNextPage) && (
            <>
              <span>The last 90 days are kept.</span>
              <BusyButton variant="default" size="sm" busy={history.isFetchingNextPage} onClick={() => void showMore()}>
                Show more
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
