import { localClient } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'

/**
 * LinkedIn. Its issuer is a variable so that the local provider can stand in.
 *
 * @see [Sign in with LinkedIn using OpenID Connect](https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2)
 */
export const linkedin: SingleProviderDefinition<'issuer'> = {
  kind: 'single',
  id: 'linkedin',
  name: 'LinkedIn',
  variables: {
    issuer: { suffix: 'ISSUER', kind: 'issuer', default: 'https://www.linkedin.com/oauth', comment: null },
  },
  provesFreshSignIn: false,
  create: (settings) =>
    new OpenIdProvider(settings, {
      provesFreshSignIn: false,
      freshParameters: {},
      // A code verifier beside a client secret is `invalid_client`, and no ID token has a nonce: only the state, which
      // the browser is bound to, ties a code to its request.
      pkce: false,
      repeatsNonce: false,
    }),
  local: (address) => ({ ...localClient('LINKEDIN'), LINKEDIN_ISSUER: `${address}/linkedin` }),
}
