import type { AuthorizeView } from '@latchkey/schema'
import { useEffect, useState } from 'react'
import { type AuthorizationRequest, rememberAuthorizationRequest } from '../../providers/authorization-request.ts'

export interface ProviderRedirect<Request extends AuthorizationRequest> {
  /** The id of the provider that the browser is being sent to, or `null`. */
  readonly redirectingTo: string | null
  readonly refused: { readonly provider: string; readonly error: unknown } | null
  readonly redirect: (request: Request) => Promise<void>
}

/**
 * Sends the browser to a provider, at the address that our server gives.
 *
 * @param start asks our server for that address; `'cancelled'` when the user does not want to go there after all.
 */
export function useProviderRedirect<Request extends AuthorizationRequest>(
  start: (request: Request) => Promise<AuthorizeView | 'cancelled'>,
): ProviderRedirect<Request> {
  const [redirectingTo, setRedirectingTo] = useState<string | null>(null)
  const [refused, setRefused] = useState<ProviderRedirect<Request>['refused']>(null)

  useEffect(() => {
    // The browser restored this page from its cache, by the back button: the redirect is over.
    function reset(event: PageTransitionEvent): void {
      if (event.persisted) setRedirectingTo(null)
    }
    window.addEventListener('pageshow', reset)
    return () => window.removeEventListener('pageshow', reset)
  }, [])

  async function redirect(request: Request): Promise<void> {
    if (redirectingTo !== null) return
    setRedirectingTo(request.provider)
    setRefused(null)
    try {
      const started = await start(request)
      if (started === 'cancelled') {
        setRedirectingTo(null)
        return
      }
      rememberAuthorizationRequest(request)
      // Busy until the page is gone.
      window.location.assign(started.url)
    } catch (error) {
      setRefused({ provider: request.provider, error })
      setRedirectingTo(null)
    }
  }

  return { redirectingTo, refused, redirect }
}
