import type { SessionListView, SessionView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { Row, Rows } from '../../components/rows.tsx'
import { Section } from '../../components/section.tsx'
import { names } from '../../language/rich.tsx'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { useMethodName } from '../../providers/use-method-name.ts'
import { useNow } from '../../time/use-now.ts'
import { DeviceIcon } from './device-icon.tsx'
import { inOrder } from './find-sessions.ts'
import { newReason } from './new-reason.ts'
import classes from './printed-sessions.module.css'

/** All sessions on paper: each with exact times and its id, and nothing to press. */
export function PrintedSessions({ list: { current, others } }: { readonly list: SessionListView }): JSX.Element {
  const texts = useTranslations('access')
  const times = useTimeFormats()
  const now = useNow()
  const me = trpc.auth.me.useQuery()
  const sections = [
    { title: texts('thisSession'), sessions: [current] },
    { title: texts('otherSessions'), sessions: inOrder(others.filter(({ kind }) => kind === 'browser')) },
    { title: texts('apps'), sessions: inOrder(others.filter(({ kind }) => kind === 'client')) },
  ]
  return (
    <div className={classes.root}>
      {me.data && (
        <p className={classes.time}>
          {texts.rich('printed', {
            ...names,
            name: me.data.user.name,
            email: me.data.user.email,
            time: times.exact(now),
          })}
        </p>
      )}
      {sections
        .filter(({ sessions }) => sessions.length > 0)
        .map(({ title, sessions }) => (
          <Section key={title} title={title}>
            <Rows>
              {sessions.map((session) => (
                <PrintedSession key={session.id} session={session} />
              ))}
            </Rows>
          </Section>
        ))}
    </div>
  )
}

function PrintedSession({ session }: { readonly session: SessionView }): JSX.Element {
  const access = useTranslations('access')
  const texts = useTranslations('sessionDetails')
  const times = useTimeFormats()
  const methodName = useMethodName()
  const at = (time: string): string => times.exact(new Date(time))
  return (
    <Row
      icon={<DeviceIcon kind={session.kind} device={session.device} />}
      title={<bdi>{session.name}</bdi>}
      facts={
        <>
          {session.name !== session.derivedName && <span>{session.derivedName}</span>}
          <span>{methodName(session.signInMethod, session.secondFactor)}</span>
          {session.remembered && session.kind === 'browser' && <span>{access('remembered')}</span>}
          {session.ip !== null && <bdi>{session.ip}</bdi>}
          {session.place !== null && <bdi>{session.place}</bdi>}
          <span>{texts('printed', { label: texts('signedIn'), value: at(session.createdAt) })}</span>
          <span>{texts('printed', { label: texts('lastActive'), value: at(session.lastSeenAt) })}</span>
          <span>{texts('printed', { label: texts('expiry'), value: at(session.expiresAt) })}</span>
          <span>{texts('printed', { label: texts('id'), value: session.id })}</span>
        </>
      }
      notice={session.current ? null : newReason(session, access)}
    />
  )
}
