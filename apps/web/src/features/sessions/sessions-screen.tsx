import { VisuallyHidden } from '@mantine/core'
import { type JSX, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { EmptyNote } from '../../components/empty-note.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { PageHeading } from '../../components/page-heading.tsx'
import { Rows } from '../../components/rows.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useSharedSignOut } from '../../session/sign-out/sign-out-context.ts'
import { useEndAll } from '../../session/sign-out/use-end-all.ts'
import { useUpdatesPaused } from '../../session/use-updates-paused.ts'
import { EndedSessions } from './history/ended-sessions.tsx'
import { OtherSessions } from './other-sessions.tsx'
import { PausedNote } from './paused-note.tsx'
import { SessionRow } from './session-row.tsx'
import { revocationSeconds } from './revocation-seconds.ts'
import classes from './sessions-screen.module.css'
import { SessionsSkeleton } from './sessions-skeleton.tsx'
import { SignOutEverywhere } from './sign-out-everywhere.tsx'
import { SignOutOthers } from './sign-out-others.tsx'
import { useEndSessions } from './use-end-sessions.ts'
import { useRenaming } from './use-renaming.tsx'
import { useSessionAnnouncement } from './use-session-announcement.ts'

export function SessionsScreen(): JSX.Element {
  const texts = useTranslations('access')
  const ending = useTranslations('ending')
  const app = useTranslations('app')
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
        title={texts('title')}
        lead={texts('lead', { seconds: revocationSeconds })}
        action={
          others.length > 0 && (
            <SignOutOthers count={others.length} busy={end.ending === 'others'} onConfirm={() => void endOthers()} />
          )
        }
      />
      <LiveNote message={end.message} />
      <VisuallyHidden component="output">{announcement}</VisuallyHidden>
      {error !== null && <ErrorNote error={error} lead={ending('failed')} />}
      {list.isError && (
        <ErrorNote
          error={list.error}
          lead={texts(list.data === undefined ? 'failed' : 'stale')}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isPending && <SessionsSkeleton />}
      {list.data !== undefined && (
        <>
          <Section title={texts('thisSession')}>
            <Rows>
              <SessionRow
                session={list.data.current}
                onRename={renaming.begin}
                action={
                  <BusyButton variant="default" size="sm" busy={signingOut} onClick={signOut}>
                    {app('signOut')}
                  </BusyButton>
                }
              />
            </Rows>
          </Section>
          <Section
            title={texts('otherSessions')}
            heading={heading}
            {...(others.length > 0 && { count: others.length })}
          >
            {paused && !list.isError && <PausedNote />}
            <OtherSessions
              sessions={others}
              end={end}
              empty={<EmptyNote title={texts('none')}>{texts('noneText')}</EmptyNote>}
              onRename={renaming.begin}
              focusHeading={focusHeading}
            />
            {others.length > 0 && <SignOutEverywhere count={others.length + 1} busy={endingAll} onConfirm={endAll} />}
          </Section>
          <EndedSessions currentId={list.data.current.id} />
        </>
      )}
      {renaming.dialog}
    </div>
  )
}
