import type { Grant, KoaContextWithOIDC } from 'oidc-provider'
import { chosenIn, type SignIns } from './sign-ins.ts'

/** There is no consent page: what was asked for is granted, anew at each sign-in. */
export async function grantAsAsked(context: KoaContextWithOIDC, signIns: SignIns): Promise<Grant | undefined> {
  const { provider, client, session, result } = context.oidc
  const choice = chosenIn(result)
  if (client === undefined || session?.accountId === undefined || choice === null) return undefined
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope([...context.oidc.requestParamOIDCScopes].join(' '))
  signIns.remember(await grant.save(), choice)
  return grant
}
