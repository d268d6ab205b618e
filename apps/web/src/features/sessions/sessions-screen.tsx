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
import { useSessionNews } from './use-session-news.ts'

export interface SessionsScreenProps {
  readonly signOut: Departure
  /** Ends every session, this one too; `error` is why nothing came of it. */
  readonly endAll: Departure & { readonly error: unknown }
  /** Live updates have been interrupted for a while. */
  readonly paused: boolean
}

/** A way out of here. */
export interface Departure {
  readonly go: () => void
  readonly busy: boolean
}

export function SessionsScreen({ signOut, endAll, paused }: SessionsScreenProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  const list = trpc.sessions.list.useQuery()
  const end = useEndSessions()
  const news = useSessionNews(list.data, end.isMine)
  const renaming = useRenaming(end)
  const others = list.data?.others ?? []
  const focusHeading = (): void => heading.current?.focus()

  async function endOthers(): Promise<void> {
    if (await end.endOthers(others)) requestAnimationFrame(focusHeading)
  }

  const error = end.error ?? endAll.error
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
      <VisuallyHidden component="output">{news}</VisuallyHidden>
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
                  <BusyButton variant="default" size="sm" busy={signOut.busy} onClick={signOut.go}>
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
            {others.length > 0 && <EndAll count={others.length + 1} busy={endAll.busy} onEnd={endAll.go} />}
          </Section>
          <EndedSessions here={list.data.current.id} />
        </>
      )}
      {renaming.dialog}
    </div>
  )
}

function failedLead(hasOlder: boolean): string {
  return hasOlder ? 'This list may be out of date.' : 'Your sessions can’t be shown.'
}
