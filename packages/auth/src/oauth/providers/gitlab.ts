import { localClient } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'

/**
 * GitLab, or a GitLab of one's own.
 *
 * @see [GitLab as OpenID Connect identity provider](https://docs.gitlab.com/integration/openid_connect_provider/)
 */
export const gitlab: SingleProviderDefinition<'issuer'> = {
  kind: 'single',
  id: 'gitlab',
  name: 'GitLab',
  variables: {
    issuer: {
      suffix: 'ISSUER',
      kind: 'issuer',
      default: 'https://gitlab.com',
      comment: 'The address of a GitLab of your own, where that is what you have.',
    },
  },
  provesFreshSignIn: true,
  create: (settings) =>
    new OpenIdProvider(settings, {
      provesFreshSignIn: true,
      // With `max_age=0` it would ask again for ever: it compares the age after each sign-in.
      freshParameters: { prompt: 'login' },
      // The ID token has the address, and userinfo the name.
      neededClaims: ['email', 'email_verified', 'name'],
    }),
  local: (address) => ({ ...localClient('GITLAB'), GITLAB_ISSUER: `${address}/gitlab` }),
}
