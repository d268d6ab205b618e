import { type JSX, useRef } from 'react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { PageHeading } from '../../components/page-heading.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { EndOthers } from './end-others.tsx'
import { OtherSessions } from './other-sessions.tsx'
import listClasses from './session-list.module.css'
import { SessionRow } from './session-row.tsx'
import classes from './sessions-screen.module.css'
import { SessionsSkeleton } from './sessions-skeleton.tsx'
import { type Guarded, useEndSessions } from './use-end-sessions.ts'

const refreshEvery = 30_000

export interface SessionsScreenProps {
  readonly guarded: Guarded
  readonly onSignOut: () => void
  readonly signingOut: boolean
}

export function SessionsScreen({ guarded, onSignOut, signingOut }: SessionsScreenProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  const list = trpc.sessions.list.useQuery(undefined, { refetchInterval: refreshEvery, refetchOnWindowFocus: 'always' })
  const end = useEndSessions(guarded)
  const count = list.data?.others.length ?? 0
  const focusHeading = (): void => heading.current?.focus()

  async function endOthers(): Promise<void> {
    if (await end.endOthers()) requestAnimationFrame(focusHeading)
  }

  return (
    <div className={classes.root}>
      <PageHeading
        title="Access"
        lead="Everything that can act as you. Ending one takes effect on its very next request."
        action={count > 0 && <EndOthers count={count} busy={end.ending === 'others'} onEnd={() => void endOthers()} />}
      />
      <LiveNote words={end.words} />
      {end.error !== null && <ErrorNote error={end.error} lead="Nothing was ended." />}
      {list.isError && (
        <ErrorNote error={list.error} lead={failedLead(list.data !== undefined)} onRetry={() => void list.refetch()} />
      )}
      {list.isPending && <SessionsSkeleton />}
      {list.data !== undefined && (
        <>
          <Section title="This device">
            <ul className={`${listClasses.card} ${listClasses.rows}`}>
              <SessionRow
                session={list.data.current}
                action={
                  <BusyButton variant="default" size="sm" busy={signingOut} onClick={onSignOut}>
                    Sign out
                  </BusyButton>
                }
              />
            </ul>
          </Section>
          <Section title="Other sessions" heading={heading} {...(count > 0 && { count })}>
            <OtherSessions sessions={list.data.others} end={end} focusHeading={focusHeading} />
          </Section>
        </>
      )}
    </div>
  )
}

function failedLead(hasOlder: boolean): string {
  return hasOlder ? 'This list may be out of date.' : 'Your sessions can’t be shown.'
}
