import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../../components/busy-button.tsx'
import { Row } from '../../../components/rows.tsx'
import { ago } from '../../../language/rich.tsx'
import { ProviderMark } from '../../../providers/provider-mark.tsx'
import type { Connection } from './connections.ts'

export interface ConnectionRowProps {
  readonly connection: Connection
  readonly busy: boolean
  readonly onConnect: () => void
  readonly onDisconnect: () => void
  /** A note below the row. */
  readonly note: ReactNode
}

export function ConnectionRow(props: ConnectionRowProps): JSX.Element {
  const texts = useTranslations('methods')
  const { connection, busy, onConnect, onDisconnect, note } = props
  const { provider, identity } = connection
  return (
    <Row
      id={provider.id}
      icon={<ProviderMark provider={provider.id} size={22} />}
      title={<bdi>{provider.name}</bdi>}
      facts={<Facts connection={connection} />}
      action={
        <BusyButton
          variant="default"
          size="sm"
          danger={identity !== null}
          busy={busy}
          aria-label={texts(identity === null ? 'connectLabel' : 'disconnectLabel', { provider: provider.name })}
          onClick={identity === null ? onConnect : onDisconnect}
        >
          {texts(identity === null ? 'connect' : 'disconnect')}
        </BusyButton>
      }
    >
      {note}
    </Row>
  )
}

function Facts({ connection: { identity, offered } }: { readonly connection: Connection }): JSX.Element {
  const texts = useTranslations('methods')
  if (identity === null) return <span>{texts('notConnected')}</span>
  return (
    <>
      {identity.email !== null && <bdi>{identity.email}</bdi>}
      <span>{texts.rich('connectedSince', ago(identity.linkedAt))}</span>
      <span>{texts.rich('lastUsed', ago(identity.lastUsedAt))}</span>
      {!offered && <span>{texts('withdrawn')}</span>}
    </>
  )
}
