import type { IdentityListView } from '@latchkey/schema'
import { type JSX, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { LiveNote } from '../../../components/live-note.tsx'
import { Note } from '../../../components/note.tsx'
import { Rows } from '../../../components/rows.tsx'
import { Section } from '../../../components/section.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { errorMessages } from '../../../errors/error-messages.ts'
import { useProviders } from '../../../providers/use-providers.ts'
import { type Guarded, useDeparture } from '../use-departure.ts'
import { takeWantedConnection } from '../wanted-connection.ts'
import classes from './connected-accounts.module.css'
import { takeConnected } from './connected-note.ts'
import { ConnectionRow } from './connection-row.tsx'
import { type Connection, connectionsOf, isLastWayIn } from './connections.ts'
import { DisconnectDialog } from './disconnect-dialog.tsx'
import { methodsPath } from './methods-search.ts'
import { useDisconnect } from './use-disconnect.ts'

export interface ConnectedAccountsProps {
  readonly methods: IdentityListView
  readonly guarded: Guarded
  /** A provider that someone came to connect. */
  readonly connect: string | undefined
  /** Called when that is under way, so that the address no longer asks for it. */
  readonly onConnectSeen: () => void
}

export function ConnectedAccounts(props: ConnectedAccountsProps): JSX.Element {
  const { methods, guarded, connect, onConnectSeen } = props
  const providers = useProviders()
  const { leaving, refused, depart } = useDeparture(guarded)
  const { disconnecting, refused: kept, disconnect } = useDisconnect(guarded)
  const section = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLDivElement>(null)
  /** What was disconnected; the line that comes in its place takes the focus. */
  const left = useRef<{ readonly id: string; readonly provider: string }>(null)
  const [message, setMessage] = useState<string | null>(null)
  const [asked, setAsked] = useState<Connection | null>(null)
  /** The line whose account is the last way in, once someone wanted to disconnect it. */
  const [needed, setNeeded] = useState<string | null>(null)
  const connections = connectionsOf(methods.identities, providers)

  function connectTo(provider: string): void {
    setMessage(null)
    void depart({ kind: 'link', provider, returnTo: methodsPath })
  }

  function ask(connection: Connection): void {
    const isNeeded = isLastWayIn(connection, methods, providers)
    setNeeded(isNeeded ? connection.key : null)
    setMessage(null)
    if (!isNeeded) setAsked(connection)
  }

  async function disconnectAsked({ identity, provider }: Connection): Promise<void> {
    setAsked(null)
    if (identity === null || !(await disconnect(identity))) return
    left.current = { id: identity.id, provider: provider.id }
    setMessage(`${provider.name} is disconnected.`)
  }

  useEffect(() => {
    const gone = left.current
    if (gone === null || methods.identities.some(({ id }) => id === gone.id)) return
    left.current = null
    // Someone who went on to something else in the meantime stays there.
    if (document.activeElement !== document.body) return
    const button = list.current?.querySelector<HTMLElement>(`[data-row="${gone.provider}"] button`)
    if (button) button.focus()
    else section.current?.focus()
  })

  useEffect(() => {
    // After the live region is there: what it begins with is not read out.
    const frame = requestAnimationFrame(() => {
      const name = takeConnected()
      if (name !== null) setMessage(`${name} is connected.`)
    })
    return () => cancelAnimationFrame(frame)
  }, [])

  const begin = useEffectEvent((provider: string) => {
    onConnectSeen()
    const isConnected = methods.identities.some((identity) => identity.provider === provider)
    if (!isConnected && takeWantedConnection(provider)) connectTo(provider)
  })
  useEffect(() => {
    if (connect === undefined) return undefined
    const frame = requestAnimationFrame(() => begin(connect))
    return () => cancelAnimationFrame(frame)
  }, [connect])

  function noteOf({ key, provider, identity }: Connection): ReactNode {
    if (leaving === provider.id && identity === null) return <Note tone="neutral">Going on to {provider.name} …</Note>
    if (refused?.provider === provider.id && identity === null) {
      return <ErrorNote error={refused.error} lead={`${provider.name} isn’t connected.`} provider={provider.name} />
    }
    if (kept !== null && kept.id === identity?.id) return <ErrorNote error={kept.error} provider={provider.name} />
    if (needed !== key) return undefined
    return (
      <Note tone="neutral" role="alert">
        {errorMessages.LAST_SIGN_IN_METHOD}
      </Note>
    )
  }

  return (
    <Section title="Connected accounts" heading={section}>
      <LiveNote message={message} />
      {connections.length === 0 ? (
        <p className={classes.empty}>No providers are set up on this server.</p>
      ) : (
        <Rows ref={list}>
          {connections.map((connection) => (
            <ConnectionRow
              key={connection.key}
              connection={connection}
              busy={isBusy(connection, leaving, disconnecting)}
              onConnect={() => connectTo(connection.provider.id)}
              onDisconnect={() => ask(connection)}
              note={noteOf(connection)}
            />
          ))}
        </Rows>
      )}
      {asked !== null && (
        <DisconnectDialog
          name={asked.provider.name}
          onConfirm={() => void disconnectAsked(asked)}
          onCancel={() => setAsked(null)}
        />
      )}
    </Section>
  )
}

function isBusy({ provider, identity }: Connection, leaving: string | null, disconnecting: string | null): boolean {
  return identity === null ? leaving === provider.id : disconnecting === identity.id
}
