import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Durations } from '../durations.ts'
import { applyResponseFault } from '../faults/apply-response-fault.ts'
import { isTokenFault, sendTokenFault } from '../faults/send-token-fault.ts'
import { applyIdTokenFault } from './apply-id-token-fault.ts'
import { choiceIn, type GrantChoices } from './grant-choices.ts'
import type { SigningKeys } from './signing-keys.ts'

type Middleware = (context: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>

export interface FaultOptions {
  readonly keys: SigningKeys
  readonly grantChoices: GrantChoices
  readonly redirectTo: string
  /** Google sends no `iss`; the library always does. @see [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207) */
  readonly sendsIss: boolean
  readonly durations: Durations
}

/** Applies the chosen fault to the correct response of the library, after the library made it. */
export function applyFaults(options: FaultOptions): Middleware {
  return async (context, next) => {
    await next()
    // Undefined unless a route of the library matched.
    const oidc: KoaContextWithOIDC['oidc'] | undefined = context.oidc
    if (oidc === undefined) return
    if (oidc.route === 'discovery') narrowMetadata(context, options)
    if (oidc.route === 'authorization' || oidc.route === 'resume') applyAuthorizationFault(context, options)
    if (oidc.route === 'token') await applyTokenFault(context, options)
  }
}

/** The library advertises every response mode that it supports; faults are applied to the query mode only. */
function narrowMetadata(context: KoaContextWithOIDC, { sendsIss }: FaultOptions): void {
  const { authorization_response_iss_parameter_supported: iss, ...metadata } = context.body as Record<string, unknown>
  const narrowed = { ...metadata, response_modes_supported: ['query'] }
  context.body = sendsIss ? { ...narrowed, authorization_response_iss_parameter_supported: iss } : narrowed
}

function applyAuthorizationFault(context: KoaContextWithOIDC, { sendsIss }: FaultOptions): void {
  dropSessionCookie(context)
  const location = context.res.getHeader('location')
  const redirectUri = context.oidc.params?.['redirect_uri']
  if (context.oidc.route === 'authorization' && context.status === 303) context.status = 302
  if (typeof redirectUri !== 'string' || typeof location !== 'string' || !location.startsWith(redirectUri)) return

  const url = new URL(location)
  if (!sendsIss) url.searchParams.delete('iss')
  const choice = choiceIn(context.oidc.entities.Interaction?.result)
  context.set('location', choice === null ? url.href : applyResponseFault(url.href, choice.fault))
}

/** The provider keeps no session of its own: without the cookie, each authorization asks for an account. */
function dropSessionCookie(context: KoaContextWithOIDC): void {
  const sessionCookie = context.oidc.provider.cookieName('session')
  const cookies = context.res.getHeader('set-cookie')
  if (!Array.isArray(cookies)) return
  context.set(
    'set-cookie',
    cookies.filter((cookie) => !cookie.startsWith(sessionCookie)),
  )
}

async function applyTokenFault(context: KoaContextWithOIDC, options: FaultOptions): Promise<void> {
  const { keys, grantChoices, redirectTo, durations } = options
  const choice = grantChoices.choiceOf(context.oidc.entities.AuthorizationCode?.grantId)
  if (choice === null) return
  const tokens = context.body as { readonly id_token: string }
  if (isTokenFault(choice.fault)) {
    context.respond = false
    context.res.removeHeader('content-length')
    const refusal = { status: 400, body: { error: 'invalid_grant', error_description: 'The code is not accepted.' } }
    sendTokenFault(context.res, choice.fault, { tokens, refusal, redirectTo, durations })
    return
  }
  const { id_token: correct, ...rest } = tokens
  const idToken = await applyIdTokenFault(correct, choice.fault, keys)
  context.body = idToken === null ? rest : { ...rest, id_token: idToken }
}
