import type { Auth, RequestInfo, IssuedTokens } from '@latchkey/auth'
import { OAuthError } from './oauth-error.ts'
import { type Form, requireNoScope } from './read-form.ts'

type Grant = (auth: Auth, form: Form, request: RequestInfo) => Promise<IssuedTokens>

/** The grant types of the token endpoint. */
export const grantTypes: Readonly<Record<string, Grant>> = {
  // RFC 6749 §4.1.3 with RFC 7636 §4.5
  authorization_code: (auth, form, request) =>
    auth.codeGrants.redeem(
      {
        code: form.required('code'),
        clientId: form.required('client_id'),
        redirectUri: form.required('redirect_uri'),
        codeVerifier: form.required('code_verifier'),
        resource: resourceOf(form),
      },
      request,
    ),

  // RFC 6749 §6
  refresh_token: async (auth, form, request) => {
    requireNoScope(form)
    const resource = resourceOf(form)
    const input = { refreshToken: form.required('refresh_token'), clientId: form.required('client_id') }
    return auth.tokens.refresh(resource === null ? input : { ...input, resource }, request)
  },

  // RFC 8628 §3.4
  'urn:ietf:params:oauth:grant-type:device_code': async (auth, form, request) => {
    const resource = resourceOf(form)
    const input = { deviceCode: form.required('device_code'), clientId: form.required('client_id'), resource }
    const poll = await auth.deviceGrants.poll(input, request)
    if (poll.status === 'issued') return poll.tokens
    throw new OAuthError(poll.status, waiting[poll.status])
  },
}

const waiting = {
  authorization_pending: 'Nobody has decided yet. Ask again.',
  slow_down: 'Ask less often: five seconds more between.',
  access_denied: 'The person said no.',
  expired_token: 'Nobody decided in time. Start again.',
} as const

/** An access token here is for one resource: a client refreshes once for each. */
function resourceOf(form: Form): string | null {
  const [resource = null, ...more] = form.all('resource')
  if (more.length > 0) throw new OAuthError('invalid_target', 'A token is for one resource: ask for each by itself.')
  return resource
}
