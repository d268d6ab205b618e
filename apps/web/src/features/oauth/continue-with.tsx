import type { ProviderView } from '@latchkey/schema'
import type { JSX } from 'react'
import { ErrorNote } from '../../errors/error-note.tsx'
import { ProviderButtons } from '../../providers/provider-buttons.tsx'
import classes from '../../providers/provider-buttons.module.css'
import { providerName } from '../../providers/provider-name.ts'
import { useAuthorizationRedirect } from './use-authorization-redirect.ts'

export interface ContinueWithProps {
  readonly providers: readonly ProviderView[]
  readonly returnTo: string
  readonly remember: boolean
  /** The id of the provider that was used last in this browser, or `null`. */
  readonly lastUsed: string | null
}

/** A button for each provider: signing in there is signing in here. */
export function ContinueWith({ providers, returnTo, remember, lastUsed }: ContinueWithProps): JSX.Element {
  const { redirectingTo, refused, redirect } = useAuthorizationRedirect()
  return (
    <div className={classes.buttons}>
      {refused !== null && <ErrorNote error={refused.error} provider={providerName(refused.provider, providers)} />}
      <ProviderButtons
        providers={providers}
        busy={redirectingTo}
        lastUsed={lastUsed}
        onContinue={(provider) => void redirect({ kind: 'sign_in', provider, returnTo, remember })}
      />
    </div>
  )
}
