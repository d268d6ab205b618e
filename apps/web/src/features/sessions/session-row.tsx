import { ActionIcon } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import { IconPencil } from '@tabler/icons-react'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { DetailedRow } from '../../components/detailed-row.tsx'
import { moment } from '../../language/rich.tsx'
import { useMethodName } from '../../providers/use-method-name.ts'
import { ActiveTime } from './active-time.tsx'
import { DeviceIcon } from './device-icon.tsx'
import { newReason } from './new-reason.ts'
import { SessionDetails } from './session-details.tsx'
import { SessionBadges } from './session-badges.tsx'

export interface SessionRowProps {
  readonly session: SessionView
  /** What the buttons of the row belong to, for screen readers. */
  readonly label: string
  /** In a `group`, whose title is the name of all of them, the time of the sign-in is the title. */
  readonly place: 'list' | 'group'
  readonly onRename: (session: SessionView) => void
  /** The button that ends it. */
  readonly action: ReactNode
}

export function SessionRow({ session, label, place, onRename, action }: SessionRowProps): JSX.Element {
  const texts = useTranslations('access')
  const rename = useTranslations('rename')
  const methodName = useMethodName()
  const isListed = place === 'list'
  const signedIn = <span>{texts.rich('signedIn', moment(session.createdAt))}</span>
  return (
    <DetailedRow
      id={session.id}
      of={label}
      icon={isListed ? <DeviceIcon kind={session.kind} device={session.device} /> : undefined}
      title={isListed ? <bdi>{session.name}</bdi> : signedIn}
      badges={<SessionBadges session={session} />}
      facts={
        <>
          {session.name !== session.derivedName && <span>{session.derivedName}</span>}
          <ActiveTime session={session} />
          {isListed && signedIn}
          <span>{methodName(session.signInMethod, session.secondFactor)}</span>
          {session.remembered && session.kind === 'browser' && <span>{texts('remembered')}</span>}
          {session.ip !== null && <bdi className="tabular">{session.ip}</bdi>}
          {session.place !== null && <bdi>{session.place}</bdi>}
        </>
      }
      notice={session.current ? null : newReason(session, texts)}
      action={
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            title={rename('label')}
            aria-label={rename('labelOf', { name: label })}
            onClick={() => onRename(session)}
          >
            <IconPencil size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
          {action}
        </>
      }
      renderDetails={() => <SessionDetails session={session} />}
    />
  )
}
