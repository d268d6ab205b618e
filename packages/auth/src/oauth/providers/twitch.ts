import { localClient } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'

const wanted = { email: null, email_verified: null, preferred_username: null }

/**
 * Twitch. Its issuer is a variable so that the local provider can stand in.
 *
 * @see [Twitch, using OIDC to get OAuth access tokens](https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/)
 */
export const twitch: SingleProviderDefinition<'issuer'> = {
  kind: 'single',
  id: 'twitch',
  name: 'Twitch',
  variables: {
    issuer: { suffix: 'ISSUER', kind: 'issuer', default: 'https://id.twitch.tv/oauth2', comment: null },
  },
  provesFreshSignIn: false,
  create: (settings) =>
    new OpenIdProvider(settings, {
      provesFreshSignIn: false,
      freshParameters: {},
      // Each claim is asked for by name, and the address by a scope of Twitch's own too.
      scopes: ['openid', 'user:read:email'],
      parameters: { claims: JSON.stringify({ id_token: wanted }) },
      standardClaims: (claims) => ({ ...claims, name: claims['preferred_username'] }),
    }),
  local: (address) => ({ ...localClient('TWITCH'), TWITCH_ISSUER: `${address}/twitch` }),
}
