import type { Auth, ClientInfo, IssuedTokens } from '@latchkey/auth'
import { OAuthError } from './oauth-error.ts'
import type { Form } from './read-form.ts'

type Grant = (auth: Auth, form: Form, client: ClientInfo) => Promise<IssuedTokens>

/** Every way to tokens that the token endpoint has. */
export const grantTypes: Readonly<Record<string, Grant>> = {
  // RFC 6749 §4.1.3 with RFC 7636 §4.5
  authorization_code: (auth, form, client) =>
    auth.codeGrants.redeem(
      {
        code: form.required('code'),
        clientId: form.required('client_id'),
        redirectUri: form.required('redirect_uri'),
        codeVerifier: form.required('code_verifier'),
      },
      client,
    ),

  // RFC 6749 §6
  refresh_token: (auth, form, client) =>
    auth.tokens.refresh({ refreshToken: form.required('refresh_token'), clientId: form.required('client_id') }, client),

  // RFC 8628 §3.4
  'urn:ietf:params:oauth:grant-type:device_code': async (auth, form, client) => {
    const poll = await auth.deviceGrants.poll(form.required('device_code'), form.required('client_id'), client)
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
