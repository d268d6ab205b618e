import type { AuthorizeView } from '@latchkey/schema'
import { trpc } from '../../api/trpc.ts'
import type { AuthorizationRequest } from '../../providers/authorization-request.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { type ProviderRedirect, useProviderRedirect } from './use-provider-redirect.ts'

/** `useProviderRedirect` for every kind of request, after a step-up where the server asks for one. */
export function useAuthorizationRedirect(): ProviderRedirect<AuthorizationRequest> {
  const withStepUp = useStepUp()
  const authorize = trpc.oauth.authorize.useMutation()
  const link = trpc.oauth.link.useMutation()
  const stepUp = trpc.oauth.stepUp.useMutation()

  async function start(request: AuthorizationRequest): Promise<AuthorizeView> {
    const { provider, returnTo } = request
    if (request.kind === 'step_up') return stepUp.mutateAsync({ provider, returnTo })
    if (request.kind === 'link') return link.mutateAsync({ provider, returnTo })
    return authorize.mutateAsync({ provider, returnTo, remember: request.remember })
  }

  return useProviderRedirect((request) => withStepUp(() => start(request)))
}
