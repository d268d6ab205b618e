import { VisuallyHidden } from '@mantine/core'
import { type JSX, useRef } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { EmptyNote } from '../../components/empty-note.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { PageHeading } from '../../components/page-heading.tsx'
import { PhraseText } from '../../components/phrase.tsx'
import { Rows } from '../../components/rows.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useSharedSignOut } from '../../session/sign-out/sign-out-context.ts'
import { useEndAll } from '../../session/sign-out/use-end-all.ts'
import { useUpdatesPaused } from '../../session/use-updates-paused.ts'
import { EndAll } from './end-all.tsx'
import { EndOthers } from './end-others.tsx'
import { EndedSessions } from './history/ended-sessions.tsx'
import { OtherSessions } from './other-sessions.tsx'
import { PausedNote } from './paused-note.tsx'
import { SessionRow } from './session-row.tsx'
import { revocationBoundText } from './session-messages.ts'
import classes from './sessions-screen.module.css'
import { SessionsSkeleton } from './sessions-skeleton.tsx'
import { useEndSessions } from './use-end-sessions.ts'
import { useRenaming } from './use-renaming.tsx'
import { useSessionAnnouncement } from './use-session-announcement.ts'

export function SessionsScreen(): JSX.Element {
  const { signOut, busy: signingOut } = useSharedSignOut()
  const { endAll, busy: endingAll, error: endAllError } = useEndAll()
  const paused = useUpdatesPaused()
  const heading = useRef<HTMLHeadingElement>(null)
  const list = trpc.sessions.list.useQuery()
  const end = useEndSessions()
  const announcement = useSessionAnnouncement(list.data, end.isMine)
  const renaming = useRenaming(end)
  const others = list.data?.others ?? []
  const focusHeading = (): void => heading.current?.focus()

  async function endOthers(): Promise<void> {
    if (await end.endOthers(others)) requestAnimationFrame(focusHeading)
  }

  const error = end.error ?? endAllError
  return (
    <div className={classes.root}>
      <PageHeading
        title="Access"
        lead={`Everything that can act as you. What you end is refused on its next request, and its open tabs close within ${revocationBoundText()}.`}
        action={
          others.length > 0 && (
            <EndOthers count={others.length} busy={end.ending === 'others'} onEnd={() => void endOthers()} />
          )
        }
      />
      <LiveNote message={end.message && <PhraseText phrase={end.message} />} />
      <VisuallyHidden component="output">{announcement}</VisuallyHidden>
      {error !== null && <ErrorNote error={error} lead="Nothing was ended." />}
      {list.isError && (
        <ErrorNote error={list.error} lead={failedLead(list.data !== undefined)} onRetry={() => void list.refetch()} />
      )}
      {list.isPending && <SessionsSkeleton />}
      {list.data !== undefined && (
        <>
          <Section title="This device">
            <Rows>
              <SessionRow
                session={list.data.current}
                onRename={renaming.begin}
                action={
                  <BusyButton variant="default" size="sm" busy={signingOut} onClick={signOut}>
                    Sign out
                  </BusyButton>
                }
              />
            </Rows>
          </Section>
          <Section title="Other sessions" heading={heading} {...(others.length > 0 && { count: others.length })}>
            {paused && !list.isError && <PausedNote />}
            <OtherSessions
              sessions={others}
              end={end}
              empty={
                <EmptyNote title="No other sessions">
                  When you sign in on another device or browser, it shows here, and you can end it.
                </EmptyNote>
              }
              onRename={renaming.begin}
              focusHeading={focusHeading}
            />
            {others.length > 0 && <EndAll count={others.length + 1} busy={endingAll} onEnd={endAll} />}
          </Section>
          <EndedSessions currentId={list.data.current.id} />
        </>
      )}
      {renaming.dialog}
    </div>
  )
}

function failedLead(hasOlder: boolean): string {
  return hasOlder ? 'This list may be out of date.' : 'Your sessions can’t be shown.'
}
