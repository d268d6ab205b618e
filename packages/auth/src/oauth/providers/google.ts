import { localClient } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'

/**
 * Google speaks OpenID. Its issuer is a variable so that the local provider can stand in.
 *
 * @see [Google, OpenID Connect](https://developers.google.com/identity/openid-connect/openid-connect)
 */
export const google: SingleProviderDefinition<'issuer'> = {
  kind: 'single',
  id: 'google',
  name: 'Google',
  variables: {
    issuer: { suffix: 'ISSUER', kind: 'issuer', default: 'https://accounts.google.com', comment: null },
  },
  // It has no `auth_time` in its ID tokens.
  provesFreshSignIn: false,
  create: (settings) => new OpenIdProvider(settings, { provesFreshSignIn: false }),
  local: (address) => ({ ...localClient('GOOGLE'), GOOGLE_ISSUER: `${address}/google` }),
}
