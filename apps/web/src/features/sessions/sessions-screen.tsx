import { type JSX, lazy, type ReactNode, Suspense, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { useLocalNames } from '../../language/local-names.ts'
import { usePrinting } from '../../browser/use-printing.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { PageHeading } from '../../components/page-heading.tsx'
import { Rows } from '../../components/rows.tsx'
import { Section } from '../../components/section.tsx'
import { loadChunk } from '../../connection/load-chunk.ts'
import { ErrorNote } from '../../errors/error-note.tsx'
import { useSharedSignOut } from '../../session/sign-out/sign-out-context.ts'
import { useEndAll } from '../../session/sign-out/use-end-all.ts'
import type { AccessSearch } from './access-search.ts'
import { EndedSessions } from './history/ended-sessions.tsx'
import { ListedSessions } from './listed-sessions.tsx'
import { PrintedSessions } from './printed-sessions.tsx'
import { SessionRow } from './session-row.tsx'
import { revocationSeconds } from './revocation-seconds.ts'
import classes from './sessions-screen.module.css'
import { SessionsSkeleton } from './sessions-skeleton.tsx'
import { SignOutOthers } from './sign-out-others.tsx'
import { useEndSessions } from './use-end-sessions.ts'
import { useRenaming } from './use-renaming.tsx'
import { useSessionAnnouncement } from './use-session-announcement.ts'

/** Loaded after the page, as the user's menu is: it needs the same code. */
const SignOutMenu = lazy(async () => {
  const { SignOutMenu: Menu } = await loadChunk(() => import('./sign-out-menu.tsx'))
  return { default: Menu }
})

export interface SessionsScreenProps {
  readonly search: AccessSearch
  readonly onSearch: (search: AccessSearch) => void
  /** The section of the browsers in which a second factor is not asked for. */
  readonly trustedDevices: ReactNode
}

export function SessionsScreen({ search, onSearch, trustedDevices }: SessionsScreenProps): JSX.Element {
  const texts = useTranslations('access')
  const ending = useTranslations('ending')
  const app = useTranslations('app')
  const { signOut, busy: signingOut } = useSharedSignOut()
  const { endAll, busy: endingAll, error: endAllError } = useEndAll()
  const printing = usePrinting()
  const heading = useRef<HTMLHeadingElement>(null)
  const list = trpc.sessions.list.useQuery(undefined, { select: useLocalNames() })
  const end = useEndSessions()
  useSessionAnnouncement(list.data, end.isMine, end.showNews)
  const renaming = useRenaming(end)
  const others = list.data?.others ?? []

  async function endOthers(): Promise<void> {
    if (await end.endOthers(others)) requestAnimationFrame(() => heading.current?.focus())
  }

  function toggleEnded(): void {
    const { ended, ...rest } = search
    onSearch(ended === undefined ? { ...rest, ended: true } : rest)
  }

  const error = end.error ?? endAllError
  return (
    <div className={classes.root}>
      <PageHeading
        title={texts('title')}
        lead={texts('lead', { seconds: revocationSeconds })}
        action={
          others.length > 0 && (
            <div className={classes.actions}>
              <SignOutOthers count={others.length} busy={end.ending === 'others'} onConfirm={() => void endOthers()} />
              <Suspense fallback={<span className={classes.menu} />}>
                <SignOutMenu count={others.length + 1} busy={endingAll} onEndAll={endAll} />
              </Suspense>
            </div>
          )
        }
      />
      <LiveNote message={end.message} tone={end.isOwnMessage ? 'done' : 'neutral'} />
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
        <div className={classes.lists}>
          <Section title={texts('thisSession')}>
            <Rows>
              <SessionRow
                session={list.data.current}
                label={list.data.current.name}
                place="list"
                onRename={renaming.begin}
                action={
                  <BusyButton variant="default" size="sm" busy={signingOut} onClick={signOut}>
                    {app('signOut')}
                  </BusyButton>
                }
              />
            </Rows>
          </Section>
          <ListedSessions
            sessions={others}
            search={search}
            onSearch={onSearch}
            end={end}
            stale={list.isError}
            heading={heading}
            onRename={renaming.begin}
          />
          {trustedDevices}
          <EndedSessions currentId={list.data.current.id} open={search.ended !== undefined} onToggle={toggleEnded} />
        </div>
      )}
      {printing && list.data !== undefined && <PrintedSessions list={list.data} />}
      {renaming.dialog}
    </div>
  )
}
