import type { IdentityView } from '@latchkey/schema'
import type { JSX } from 'react'
import { ErrorNote } from '../errors/error-note.tsx'
import { ProviderButtons } from '../providers/provider-buttons.tsx'
import classes from '../providers/provider-buttons.module.css'
import { providerName } from '../providers/provider-name.ts'
import { useProviders } from '../providers/use-providers.ts'
import { useStepUpWindow } from './use-step-up-window.ts'

export interface StepUpWithProviderProps {
  readonly identities: readonly IdentityView[]
  /** The password form stands above. */
  readonly instead: boolean
  readonly onSteppedUp: () => void
}

/** Steps up by signing in again through a connected account. */
export function StepUpWithProvider(props: StepUpWithProviderProps): JSX.Element | null {
  const { identities, instead, onSteppedUp } = props
  const providers = useProviders()
  const { waitingFor, refused, open } = useStepUpWindow(onSteppedUp)
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
        {/* Never busy: a user who closed the window opens it again. */}
        <ProviderButtons providers={connected} busy={null} onContinue={(provider) => void open(provider)} />
      </div>
      <output>
        {waitingFor !== null && (
          <p className={classes.lead}>
            Waiting for <bdi>{providerName(waitingFor, providers)}</bdi>. Finish in the window that opened, or start
            again here.
          </p>
        )}
      </output>
    </div>
  )
}
