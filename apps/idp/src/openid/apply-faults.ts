import type { IncomingMessage } from 'node:http'
import { decodeJwt, type JWTPayload, SignJWT } from 'jose'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Durations } from '../durations.ts'
import { applyResponseFault } from '../faults/apply-response-fault.ts'
import { isTokenFault, sendTokenFault } from '../faults/send-token-fault.ts'
import { type OpenidProviderId, providerNames } from '../provider-id.ts'
import { applyIdTokenFault } from './apply-id-token-fault.ts'
import { callbackForm, callbackFormPolicy, postedUser } from './callback-form.ts'
import { choiceIn, type GrantChoices } from './grant-choices.ts'
import type { OpenidProfile } from './openid-profile.ts'
import type { SigningKeys } from './signing-keys.ts'

type Middleware = (context: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>

export interface FaultOptions {
  readonly id: OpenidProviderId
  readonly profile: OpenidProfile
  readonly origin: string
  readonly keys: SigningKeys
  readonly grantChoices: GrantChoices
  readonly redirectTo: string
  readonly durations: Durations
}

/** Makes the library's response the one of the played provider, and applies the chosen fault to it afterwards. */
export function applyFaults(options: FaultOptions): Middleware {
  const named = new Set<string>()
  return async (context, next) => {
    await next()
    // Undefined unless a route of the library matched.
    const oidc: KoaContextWithOIDC['oidc'] | undefined = context.oidc
    if (oidc === undefined) return
    if (oidc.route === 'discovery') narrowMetadata(context, options)
    if (oidc.route === 'jwks') describeKeys(context, options)
    if (oidc.route === 'authorization' || oidc.route === 'resume') applyAuthorizationFault(context, options, named)
    if (oidc.route === 'token') await applyTokenFault(context, options)
  }
}

/** The library advertises every response mode that it supports; faults are applied to the query mode only. */
function narrowMetadata(context: KoaContextWithOIDC, { profile, origin }: FaultOptions): void {
  const { authorization_response_iss_parameter_supported: iss, ...metadata } = context.body as Record<string, unknown>
  const narrowed = {
    ...metadata,
    response_modes_supported: ['query'],
    ...(profile.sendsIss ? { authorization_response_iss_parameter_supported: iss } : {}),
    ...(profile.authentication === undefined
      ? {}
      : { token_endpoint_auth_methods_supported: [profile.authentication] }),
  }
  context.body = profile.changeMetadata?.(narrowed, { origin, mountPath: mountPathOf(context) }) ?? narrowed
}

/** The library is mounted below the path that the request was sent to. */
function mountPathOf({ req }: KoaContextWithOIDC): string {
  const { url = '', originalUrl = url } = req as IncomingMessage & { readonly originalUrl?: string }
  return originalUrl.slice(0, originalUrl.length - url.length)
}

function describeKeys(context: KoaContextWithOIDC, { profile, origin }: FaultOptions): void {
  const { keys } = context.body as { readonly keys: readonly object[] }
  context.body = { keys: keys.map((key) => ({ ...key, ...profile.aboutKeys?.(origin) })) }
}

function applyAuthorizationFault(context: KoaContextWithOIDC, { id, profile }: FaultOptions, named: Set<string>): void {
  dropSessionCookie(context)
  const location = context.res.getHeader('location')
  const redirectUri = context.oidc.params?.['redirect_uri']
  if (context.oidc.route === 'authorization' && context.status === 303) context.status = 302
  if (typeof redirectUri !== 'string' || typeof location !== 'string' || !location.startsWith(redirectUri)) return

  const url = new URL(location)
  if (!profile.sendsIss) url.searchParams.delete('iss')
  const choice = choiceIn(context.oidc.entities.Interaction?.result)
  const callback = new URL(choice === null ? url.href : applyResponseFault(url.href, choice.fault))
  if (profile.postsCallback !== true) return context.set('location', callback.href)

  if (choice !== null && callback.searchParams.has('code') && !named.has(choice.account.id)) {
    named.add(choice.account.id)
    callback.searchParams.set('user', postedUser(choice.account))
  }
  context.remove('location')
  context.status = 200
  context.type = 'html'
  context.set('content-security-policy', callbackFormPolicy)
  context.body = callbackForm(callback, `${providerNames[id]} (local)`).text
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
  const { profile, keys, grantChoices, redirectTo, durations } = options
  if (isRefusedClient(context, profile)) {
    context.status = 401
    context.body = { error: 'invalid_client', error_description: 'Client authentication failed' }
    return
  }
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
  const written = profile.changeIdToken === undefined ? correct : await rewrite(correct, profile.changeIdToken, keys)
  const idToken = await applyIdTokenFault(written, choice.fault, keys)
  context.body = idToken === null ? rest : { ...rest, id_token: idToken }
}

/** Whether the played provider refuses how the client authenticated, where the library does not. */
function isRefusedClient(context: KoaContextWithOIDC, { authentication, refusesVerifier }: OpenidProfile): boolean {
  const { body } = context.oidc
  if (authentication === 'client_secret_post' && context.get('authorization') !== '') return true
  return refusesVerifier === true && body?.['code_verifier'] !== undefined
}

async function rewrite(
  idToken: string,
  change: (claims: JWTPayload) => JWTPayload,
  { alg, kid, published }: SigningKeys,
): Promise<string> {
  return new SignJWT(change(decodeJwt(idToken))).setProtectedHeader({ alg, kid }).sign(published.key)
}
