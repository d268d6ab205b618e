import { ActionIcon } from '@mantine/core'
import type { SessionView } from '@latchkey/schema'
import { IconPencil } from '@tabler/icons-react'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { DetailedRow } from '../../components/detailed-row.tsx'
import { ago } from '../../language/rich.tsx'
import { useMethodName } from '../../providers/use-method-name.ts'
import { ActiveTime } from './active-time.tsx'
import { DeviceIcon } from './device-icon.tsx'
import { SessionDetails } from './session-details.tsx'
import { SessionBadges } from './session-badges.tsx'

export interface SessionRowProps {
  readonly session: SessionView
  readonly onRename: (session: SessionView) => void
  /** The button that ends it. */
  readonly action: ReactNode
}

export function SessionRow({ session, onRename, action }: SessionRowProps): JSX.Element {
  const texts = useTranslations('access')
  const rename = useTranslations('rename')
  const methodName = useMethodName()
  return (
    <DetailedRow
      id={session.id}
      of={session.name}
      icon={<DeviceIcon kind={session.kind} device={session.device} />}
      title={<bdi>{session.name}</bdi>}
      badges={<SessionBadges session={session} />}
      facts={
        <>
          {session.name !== session.derivedName && <span>{session.derivedName}</span>}
          <ActiveTime session={session} />
          <span>{methodName(session.signInMethod)}</span>
          {session.remembered && session.kind === 'browser' && <span>{texts('remembered')}</span>}
          <span>{texts.rich('signedIn', ago(session.createdAt))}</span>
          {session.ip !== null && <bdi className="tabular">{session.ip}</bdi>}
          {session.place !== null && <bdi>{session.place}</bdi>}
        </>
      }
      action={
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            title={rename('label')}
            aria-label={rename('labelOf', { name: session.name })}
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
