import type { Grant, KoaContextWithOIDC } from 'oidc-provider'
import { choiceIn, type GrantChoices } from './grant-choices.ts'

/** Grants all requested scopes and claims at each sign-in, because there is no consent page. */
export async function grantRequestedScopes(
  context: KoaContextWithOIDC,
  grantChoices: GrantChoices,
): Promise<Grant | undefined> {
  const { provider, client, session, result } = context.oidc
  const choice = choiceIn(result)
  if (client === undefined || session?.accountId === undefined || choice === null) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope([...context.oidc.requestParamOIDCScopes].join(' '))
  grant.addOIDCClaims([...context.oidc.requestParamClaims])
  grantChoices.remember(await grant.save(), choice)
  return grant
}
