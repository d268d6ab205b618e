import type { IdentityView } from '@latchkey/schema'
import type { JSX } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { ProviderMark } from '../../providers/provider-mark.tsx'
import { providerName } from '../../providers/provider-name.ts'
import { useProviders } from '../../providers/use-providers.ts'
import classes from './continue-with.module.css'
import { useProofWindow } from './use-proof-window.ts'

export interface ProveWithProps {
  readonly identities: readonly IdentityView[]
  /** There is another way above this one. */
  readonly instead: boolean
  readonly onProved: () => void
}

/** Signing in again through a connected account, as the proof that it is them. */
export function ProveWith({ identities, instead, onProved }: ProveWithProps): JSX.Element | null {
  const providers = useProviders()
  const { asking, refused, ask } = useProofWindow(onProved)
  const connected = providers.filter(({ id }) => identities.some(({ provider }) => provider === id))
  if (connected.length === 0) return null
  return (
    <div className={classes.root}>
      {instead && <p className={classes.or}>or</p>}
      <p className={classes.lead}>
        {instead ? 'Sign in again with a connected account.' : 'Sign in again to go on.'} It opens in a window of its
        own.
      </p>
      {refused !== null && <ErrorNote error={refused.error} provider={providerName(refused.provider, providers)} />}
      <div className={classes.buttons}>
        {connected.map(({ id, name }) => (
          <BusyButton
            key={id}
            variant="default"
            size="md"
            fullWidth
            icon={<ProviderMark provider={id} />}
            // Never disabled: whoever closed the window opens it again.
            busy={false}
            onClick={() => void ask(id)}
          >
            <span className={classes.text}>
              Continue with <bdi>{name}</bdi>
            </span>
          </BusyButton>
        ))}
      </div>
      <output>
        {asking !== null && (
          <p className={classes.lead}>
            Waiting for <bdi>{providerName(asking, providers)}</bdi>. Finish in the window that opened, or start again
            here.
          </p>
        )}
      </output>
    </div>
  )
}
