import type { JSX, ReactNode } from 'react'
import { BusyButton } from '../../../components/busy-button.tsx'
import { Row } from '../../../components/rows.tsx'
import { ProviderMark } from '../../../providers/provider-mark.tsx'
import { TimeAgo } from '../../../time/time-ago.tsx'
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
          aria-label={`${identity === null ? 'Connect' : 'Disconnect'} ${provider.name}`}
          onClick={identity === null ? onConnect : onDisconnect}
        >
          {identity === null ? 'Connect' : 'Disconnect'}
        </BusyButton>
      }
    >
      {note}
    </Row>
  )
}

function Facts({ connection: { identity, offered } }: { readonly connection: Connection }): JSX.Element {
  if (identity === null) return <span>Not connected</span>
  return (
    <>
      {identity.email !== null && <bdi>{identity.email}</bdi>}
      <span>
        Connected <TimeAgo at={identity.linkedAt} />
      </span>
      <span>
        Last used <TimeAgo at={identity.lastUsedAt} />
      </span>
      {!offered && <span>You can’t sign in with it here any more</span>}
    </>
  )
}
