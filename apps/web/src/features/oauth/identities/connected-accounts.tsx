import type { IdentityListView } from '@latchkey/schema'
import { type JSX, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { LiveNote } from '../../../components/live-note.tsx'
import { Note } from '../../../components/note.tsx'
import { Rows } from '../../../components/rows.tsx'
import { Section } from '../../../components/section.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { useProviders } from '../../../providers/use-providers.ts'
import { useAuthorizationRedirect } from '../use-authorization-redirect.ts'
import { takeWantedConnection } from '../wanted-connection.ts'
import classes from './connected-accounts.module.css'
import { takeConnected } from './connected-note.ts'
import { ConnectionRow } from './connection-row.tsx'
import { type Connection, connectionsOf, isLastSignInMethod } from './connections.ts'
import { DisconnectDialog } from './disconnect-dialog.tsx'
import { securityPath } from './security-search.ts'
import { useDisconnect } from './use-disconnect.ts'

export interface ConnectedAccountsProps {
  readonly methods: IdentityListView
  /** The id of a provider that the address asks to connect. */
  readonly connect: string | undefined
  /** Called once that has started, so that the address no longer asks for it. */
  readonly onConnectSeen: () => void
}

export function ConnectedAccounts(props: ConnectedAccountsProps): JSX.Element {
  const texts = useTranslations('methods')
  const errors = useTranslations('errors')
  const { methods, connect, onConnectSeen } = props
  const providers = useProviders()
  const { redirectingTo, refused, redirect } = useAuthorizationRedirect()
  const { disconnecting, refused: kept, disconnect } = useDisconnect()
  const section = useRef<HTMLHeadingElement>(null)
  const list = useRef<HTMLDivElement>(null)
  /** The identity that was disconnected; the row in its place takes the focus. */
  const removed = useRef<{ readonly id: string; readonly provider: string }>(null)
  const [message, setMessage] = useState<string | null>(null)
  const [confirming, setConfirming] = useState<Connection | null>(null)
  /** The key of the connection that can't be disconnected, as it is the last sign-in method. */
  const [needed, setNeeded] = useState<string | null>(null)
  const connections = connectionsOf(methods.identities, providers)

  function connectTo(provider: string): void {
    setMessage(null)
    void redirect({ kind: 'link', provider, returnTo: securityPath })
  }

  function askToDisconnect(connection: Connection): void {
    const isNeeded = isLastSignInMethod(connection, methods, providers)
    setNeeded(isNeeded ? connection.key : null)
    setMessage(null)
    if (!isNeeded) setConfirming(connection)
  }

  async function disconnectConfirmed({ identity, provider }: Connection): Promise<void> {
    setConfirming(null)
    if (identity === null || !(await disconnect(identity))) return
    removed.current = { id: identity.id, provider: provider.id }
    setMessage(texts('disconnectedNow', { provider: provider.name }))
  }

  useEffect(() => {
    const gone = removed.current
    if (gone === null || methods.identities.some(({ id }) => id === gone.id)) return
    removed.current = null
    // The focus stays where the user has moved it in the meantime.
    if (document.activeElement !== document.body) return
    const button = list.current?.querySelector<HTMLElement>(`[data-row="${gone.provider}"] button`)
    if (button) button.focus()
    else section.current?.focus()
  })

  useEffect(() => {
    // After the live region is there: its first content is not read out.
    const frame = requestAnimationFrame(() => {
      const name = takeConnected()
      if (name !== null) setMessage(texts('connectedNow', { provider: name }))
    })
    return () => cancelAnimationFrame(frame)
  }, [texts])

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
    if (redirectingTo === provider.id && identity === null)
      return <Note tone="neutral">{texts('goingTo', { provider: provider.name })}</Note>
    if (refused?.provider === provider.id && identity === null) {
      return (
        <ErrorNote
          error={refused.error}
          lead={texts('connectFailed', { provider: provider.name })}
          provider={provider.name}
        />
      )
    }
    if (kept !== null && kept.id === identity?.id) return <ErrorNote error={kept.error} provider={provider.name} />
    if (needed !== key) return undefined
    return (
      <Note tone="neutral" role="alert">
        {errors('lastMethod')}
      </Note>
    )
  }

  return (
    <Section title={texts('accounts')} heading={section}>
      <LiveNote message={message} />
      {connections.length === 0 ? (
        <p className={classes.empty}>{texts('noProviders')}</p>
      ) : (
        <Rows ref={list}>
          {connections.map((connection) => (
            <ConnectionRow
              key={connection.key}
              connection={connection}
              busy={isBusy(connection, redirectingTo, disconnecting)}
              onConnect={() => connectTo(connection.provider.id)}
              onDisconnect={() => askToDisconnect(connection)}
              note={noteOf(connection)}
            />
          ))}
        </Rows>
      )}
      {confirming !== null && (
        <DisconnectDialog
          name={confirming.provider.name}
          onConfirm={() => void disconnectConfirmed(confirming)}
          onCancel={() => setConfirming(null)}
        />
      )}
    </Section>
  )
}

function isBusy(
  { provider, identity }: Connection,
  redirectingTo: string | null,
  disconnecting: string | null,
): boolean {
  return identity === null ? redirectingTo === provider.id : disconnecting === identity.id
}
