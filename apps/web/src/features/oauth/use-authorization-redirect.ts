import type { AuthorizeView } from '@latchkey/schema'
import { useEffect, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { type AuthorizationRequest, rememberAuthorizationRequest } from '../../providers/authorization-request.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

export interface AuthorizationRedirect {
  /** The id of the provider that the browser is being sent to, or `null`. */
  readonly redirectingTo: string | null
  readonly refused: { readonly provider: string; readonly error: unknown } | null
  readonly redirect: (request: AuthorizationRequest) => Promise<void>
}

/** Sends the browser to a provider, at the address that our server gives. */
export function useAuthorizationRedirect(): AuthorizationRedirect {
  const withStepUp = useStepUp()
  const authorize = trpc.oauth.authorize.useMutation()
  const link = trpc.oauth.link.useMutation()
  const stepUp = trpc.oauth.stepUp.useMutation()
  const [redirectingTo, setRedirectingTo] = useState<string | null>(null)
  const [refused, setRefused] = useState<AuthorizationRedirect['refused']>(null)

  useEffect(() => {
    // The browser restored this page from its cache, by the back button: the redirect is over.
    function reset(event: PageTransitionEvent): void {
      if (event.persisted) setRedirectingTo(null)
    }
    window.addEventListener('pageshow', reset)
    return () => window.removeEventListener('pageshow', reset)
  }, [])

  async function start(request: AuthorizationRequest): Promise<AuthorizeView> {
    const { provider, returnTo } = request
    if (request.kind === 'step_up') return stepUp.mutateAsync({ provider, returnTo })
    if (request.kind === 'link') return link.mutateAsync({ provider, returnTo })
    return authorize.mutateAsync({ provider, returnTo, remember: request.remember })
  }

  async function redirect(request: AuthorizationRequest): Promise<void> {
    if (redirectingTo !== null) return
    setRedirectingTo(request.provider)
    setRefused(null)
    try {
      const started = await withStepUp(() => start(request))
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
