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
      },
      request,
    ),

  // RFC 6749 §6
  refresh_token: async (auth, form, request) => {
    requireNoScope(form)
    return auth.tokens.refresh(
      { refreshToken: form.required('refresh_token'), clientId: form.required('client_id') },
      request,
    )
  },

  // RFC 8628 §3.4
  'urn:ietf:params:oauth:grant-type:device_code': async (auth, form, request) => {
    const poll = await auth.deviceGrants.poll(form.required('device_code'), form.required('client_id'), request)
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
