import { localClient } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { NamedProviderDefinition } from './provider-definition.ts'

/** Every OpenID provider that has no definition of its own: variables add one, and no code. */
export const openId: NamedProviderDefinition<'issuer'> = {
  kind: 'named',
  prefix: 'OIDC',
  key: 'ISSUER',
  comment: 'Any other OpenID provider, as often as you like',
  variables: {
    issuer: { suffix: 'ISSUER', kind: 'issuer', default: null, comment: null },
  },
  provesFreshSignIn: true,
  create: (settings) => new OpenIdProvider(settings, { provesFreshSignIn: true }),
  local: (address) => ({
    ...localClient('OIDC_EXAMPLE'),
    OIDC_EXAMPLE_ISSUER: `${address}/oidc`,
    OIDC_EXAMPLE_NAME: 'Example ID',
  }),
}
