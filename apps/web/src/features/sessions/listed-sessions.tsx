import type { SessionView } from '@latchkey/schema'
import { type JSX, type ReactNode, type RefObject, useMemo } from 'react'
import { useTranslations } from 'use-intl/react'
import { EmptyNote } from '../../components/empty-note.tsx'
import { Section } from '../../components/section.tsx'
import { useMethodName } from '../../providers/use-method-name.ts'
import { useUpdatesPaused } from '../../session/use-updates-paused.ts'
import { type AccessSearch, isFiltered } from './access-search.ts'
import { deviceGroups, ungrouped } from './device-groups.ts'
import { findSessions } from './find-sessions.ts'
import { OtherSessions } from './other-sessions.tsx'
import { PausedNote } from './paused-note.tsx'
import { SessionFilters } from './session-filters.tsx'
import type { EndSessions } from './use-end-sessions.ts'

/** From how many sessions on they are searched rather than read. */
const searchedFrom = 10

export interface ListedSessionsProps {
  /** All but the current one. */
  readonly sessions: readonly SessionView[]
  readonly search: AccessSearch
  readonly onSearch: (search: AccessSearch) => void
  readonly end: EndSessions
  /** Whether another note says already that the list may be out of date. */
  readonly stale: boolean
  /** Takes the focus when no row is left to. */
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly onRename: (session: SessionView) => void
}

/** The other sessions: browsers by device, then apps. What a search finds is listed one by one. */
export function ListedSessions(props: ListedSessionsProps): JSX.Element {
  const { sessions, search, onSearch, end, stale, heading, onRename } = props
  const texts = useTranslations('access')
  const methodName = useMethodName()
  const paused = useUpdatesPaused()
  const filtered = isFiltered(search)
  const { q, only, method, sort } = search
  const found = findSessions(sessions, search, methodName)
  const browsers = found.filter(({ kind }) => kind === 'browser')
  const apps = found.filter(({ kind }) => kind === 'client')
  const methods = useMemo(() => [...new Set(sessions.map(({ signInMethod }) => signInMethod))], [sessions])

  /** Another search is another list, with an order of its own. */
  const renderList = (listed: readonly SessionView[], empty: ReactNode): JSX.Element => (
    <OtherSessions
      key={JSON.stringify([q, only, method, sort])}
      groups={filtered ? ungrouped(listed) : deviceGroups(listed)}
      end={end}
      empty={empty}
      onRename={onRename}
      focusHeading={() => heading.current?.focus()}
    />
  )

  return (
    <>
      {(sessions.length >= searchedFrom || filtered) && (
        <SessionFilters
          search={search}
          onSearch={onSearch}
          methods={methods}
          found={found.length}
          total={sessions.length}
        />
      )}
      <Section
        title={texts('otherSessions')}
        heading={heading}
        {...(browsers.length > 0 && { count: browsers.length })}
      >
        {paused && !stale && <PausedNote />}
        {renderList(
          browsers,
          filtered ? (
            <EmptyNote title={texts('noMatch')}>{texts('noMatchText')}</EmptyNote>
          ) : (
            <EmptyNote title={texts(apps.length === 0 ? 'none' : 'noBrowsers')}>{texts('noneText')}</EmptyNote>
          ),
        )}
      </Section>
      {apps.length > 0 && (
        <Section title={texts('apps')} count={apps.length}>
          {renderList(apps, null)}
        </Section>
      )}
    </>
  )
}
