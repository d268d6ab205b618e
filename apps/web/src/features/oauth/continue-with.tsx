import type { AuthorizeInput, AuthorizeView, ProviderView } from '@latchkey/schema'
import type { JSX } from 'react'
import { ErrorNote } from '../../errors/error-note.tsx'
import { ProviderButtons } from '../../providers/provider-buttons.tsx'
import type { AuthorizationRequest } from '../../providers/authorization-request.ts'
import classes from '../../providers/provider-buttons.module.css'
import { providerName } from '../../providers/provider-name.ts'
import { useProviderRedirect } from './use-provider-redirect.ts'

type SignInRequest = Extract<AuthorizationRequest, { kind: 'sign_in' }>

export interface ContinueWithProps {
  readonly providers: readonly ProviderView[]
  /** Asks the server for the address at the provider. */
  readonly authorize: (input: AuthorizeInput) => Promise<AuthorizeView>
  readonly returnTo: string
  readonly remember: boolean
  /** The id of the provider that was used last in this browser, or `null`. */
  readonly lastUsed: string | null
}

/** A button for each provider: signing in there is signing in here. */
export function ContinueWith({ providers, authorize, returnTo, remember, lastUsed }: ContinueWithProps): JSX.Element {
  const { redirectingTo, refused, redirect } = useProviderRedirect((request: SignInRequest) =>
    authorize({ provider: request.provider, returnTo: request.returnTo, remember: request.remember }),
  )
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
