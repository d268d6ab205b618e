import type { KoaContextWithOIDC } from 'oidc-provider'
import { bendResponse } from '../behaviours/authorization-response.ts'
import { answerBadly, isTokenTrouble } from '../behaviours/token-trouble.ts'
import { bendIdToken } from './id-token-trouble.ts'
import { chosenIn, type SignIns } from './sign-ins.ts'
import type { SigningKeys } from './signing-keys.ts'

type Middleware = (context: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>

export interface Bending {
  readonly keys: SigningKeys
  readonly signIns: SignIns
  readonly redirectTo: string
  /** @see [RFC 9207](https://www.rfc-editor.org/rfc/rfc9207) Google doesn't do it; the library always does. */
  readonly identifiesItself: boolean
}

/** The library does its work first, and well; then its answer is bent into what was chosen. */
export function bendResponses(bending: Bending): Middleware {
  return async (context, next) => {
    await next()
    // Only set once a route of the library matched.
    const oidc: KoaContextWithOIDC['oidc'] | undefined = context.oidc
    if (oidc === undefined) return
    if (oidc.route === 'discovery') describeLess(context, bending)
    if (oidc.route === 'authorization' || oidc.route === 'resume') bendAuthorization(context, bending)
    if (oidc.route === 'token') await bendToken(context, bending)
  }
}

/** The library advertises all that it can do; behaviours know the way back by query alone. */
function describeLess(context: KoaContextWithOIDC, { identifiesItself }: Bending): void {
  const { authorization_response_iss_parameter_supported: iss, ...metadata } = context.body as Record<string, unknown>
  const described = { ...metadata, response_modes_supported: ['query'] }
  context.body = identifiesItself ? { ...described, authorization_response_iss_parameter_supported: iss } : described
}

function bendAuthorization(context: KoaContextWithOIDC, { identifiesItself }: Bending): void {
  forgetSession(context)
  const location = context.res.getHeader('location')
  const redirectUri = context.oidc.params?.['redirect_uri']
  if (context.oidc.route === 'authorization' && context.status === 303) context.status = 302
  if (typeof redirectUri !== 'string' || typeof location !== 'string' || !location.startsWith(redirectUri)) return

  const url = new URL(location)
  if (!identifiesItself) url.searchParams.delete('iss')
  const choice = chosenIn(context.oidc.entities.Interaction?.result)
  context.set('location', choice === null ? url.href : bendResponse(url.href, choice.behaviour))
}

/** Nobody stays signed in here: the cookie that would remember them is not sent. */
function forgetSession(context: KoaContextWithOIDC): void {
  const sessionCookie = context.oidc.provider.cookieName('session')
  const cookies = context.res.getHeader('set-cookie')
  if (!Array.isArray(cookies)) return
  context.set(
    'set-cookie',
    cookies.filter((cookie) => !cookie.startsWith(sessionCookie)),
  )
}

async function bendToken(context: KoaContextWithOIDC, { keys, signIns, redirectTo }: Bending): Promise<void> {
  const choice = signIns.choiceOf(context.oidc.entities.AuthorizationCode?.grantId)
  if (choice === null) return
  const answer = context.body as { readonly id_token: string }
  if (isTokenTrouble(choice.behaviour)) {
    context.respond = false
    context.res.removeHeader('content-length')
    const refusal = { status: 400, body: { error: 'invalid_grant', error_description: 'The code is not accepted.' } }
    answerBadly(context.res, choice.behaviour, { answer, redirectTo, refusal })
    return
  }
  const { id_token: genuine, ...rest } = answer
  const idToken = await bendIdToken(genuine, choice.behaviour, keys)
  context.body = idToken === null ? rest : { ...rest, id_token: idToken }
}
