import type { IdentityView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../errors/error-note.tsx'
import { names } from '../language/rich.tsx'
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
  const texts = useTranslations('stepUp')
  const signIn = useTranslations('signIn')
  const { identities, instead, onSteppedUp } = props
  const providers = useProviders()
  const { waitingFor, refused, open } = useStepUpWindow(onSteppedUp)
  const connected = providers.filter(({ id }) => identities.some(({ provider, stepsUp }) => provider === id && stepsUp))
  if (connected.length === 0) return null
  return (
    <div className={classes.root}>
      {instead && <p className={classes.or}>{signIn('or')}</p>}
      <p className={classes.lead}>{texts(instead ? 'leadInstead' : 'leadProvider')}</p>
      {refused !== null && <ErrorNote error={refused.error} provider={providerName(refused.provider, providers)} />}
      <div className={classes.buttons}>
        {/* Never busy: a user who closed the window opens it again. */}
        <ProviderButtons
          providers={connected}
          busy={null}
          lastUsed={null}
          onContinue={(provider) => void open(provider)}
        />
      </div>
      <output>
        {waitingFor !== null && (
          <p className={classes.lead}>
            {texts.rich('waiting', { ...names, provider: providerName(waitingFor, providers) })}
          </p>
        )}
      </output>
    </div>
  )
}
