import { VisuallyHidden } from '@mantine/core'
import { type JSX, useRef } from 'react'
import { trpc } from '../../api/trpc.ts'
import { EmptyNote } from '../../components/empty-note.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { PhraseText } from '../../components/phrase.tsx'
import { RowsSkeleton } from '../../components/rows-skeleton.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useUpdatesPaused } from '../../session/use-updates-paused.ts'
import { OtherSessions } from './other-sessions.tsx'
import { PausedNote } from './paused-note.tsx'
import { useEndSessions } from './use-end-sessions.ts'
import { useRenaming } from './use-renaming.tsx'
import { useSessionAnnouncement } from './use-session-announcement.ts'

/** The live sessions of OAuth clients. */
export function ClientSessions(): JSX.Element {
  const paused = useUpdatesPaused()
  const heading = useRef<HTMLHeadingElement>(null)
  const list = trpc.sessions.list.useQuery()
  const end = useEndSessions()
  const announcement = useSessionAnnouncement(list.data, end.isMine)
  const renaming = useRenaming(end)
  const clients = list.data?.others.filter(({ kind }) => kind === 'client')

  return (
    <Section
      title="Active app sessions"
      heading={heading}
      {...(clients !== undefined && clients.length > 0 && { count: clients.length })}
    >
      <LiveNote message={end.message && <PhraseText phrase={end.message} />} />
      <VisuallyHidden component="output">{announcement}</VisuallyHidden>
      {end.error !== null && <ErrorNote error={end.error} lead="Nothing was ended." />}
      {list.isError && (
        <ErrorNote error={list.error} lead={failedLead(clients !== undefined)} onRetry={() => void list.refetch()} />
      )}
      {paused && !list.isError && <PausedNote />}
      {list.isPending && <RowsSkeleton count={2} />}
      {clients !== undefined && (
        <OtherSessions
          sessions={clients}
          end={end}
          empty={
            <EmptyNote title="No app is signed in as you">
              Sign in from a program, with a snippet or your own code: its session shows here at once, and under Access.
            </EmptyNote>
          }
          onRename={renaming.begin}
          focusHeading={() => heading.current?.focus()}
        />
      )}
      {renaming.dialog}
    </Section>
  )
}

function failedLead(hasOlder: boolean): string {
  return hasOlder ? 'This list may be out of date.' : 'The sessions of your apps can’t be shown.'
}
