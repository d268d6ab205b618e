import { type JSX, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { useLocalNames } from '../../language/local-names.ts'
import { EmptyNote } from '../../components/empty-note.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useUpdatesPaused } from '../../session/use-updates-paused.ts'
import { deviceGroups } from './device-groups.ts'
import { inOrder } from './find-sessions.ts'
import { OtherSessions } from './other-sessions.tsx'
import { PausedNote } from './paused-note.tsx'
import { useEndSessions } from './use-end-sessions.ts'
import { useRenaming } from './use-renaming.tsx'
import { useSessionAnnouncement } from './use-session-announcement.ts'

/** The live sessions of OAuth clients. */
export function ClientSessions(): JSX.Element {
  const texts = useTranslations('developers')
  const access = useTranslations('access')
  const ending = useTranslations('ending')
  const paused = useUpdatesPaused()
  const heading = useRef<HTMLHeadingElement>(null)
  const list = trpc.sessions.list.useQuery(undefined, { select: useLocalNames() })
  const end = useEndSessions()
  useSessionAnnouncement(list.data, end.isMine, end.showNews)
  const renaming = useRenaming(end)
  const clients = list.data?.others.filter(({ kind }) => kind === 'client')

  return (
    <Section
      title={texts('apps')}
      heading={heading}
      {...(clients !== undefined && clients.length > 0 && { count: clients.length })}
    >
      <LiveNote message={end.message} tone={end.isOwnMessage ? 'done' : 'neutral'} />
      {end.error !== null && <ErrorNote error={end.error} lead={ending('failed')} />}
      {list.isError && (
        <ErrorNote
          error={list.error}
          lead={clients === undefined ? texts('appsFailed') : access('stale')}
          onRetry={() => void list.refetch()}
        />
      )}
      {paused && !list.isError && <PausedNote />}
      {list.isPending && <RowsSkeleton count={2} />}
      {clients !== undefined && (
        <OtherSessions
          groups={deviceGroups(inOrder(clients))}
          end={end}
          empty={<EmptyNote title={texts('noApps')}>{texts('noAppsText')}</EmptyNote>}
          onRename={renaming.begin}
          focusHeading={() => heading.current?.focus()}
        />
      )}
      {renaming.dialog}
    </Section>
  )
}
