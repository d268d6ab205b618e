import { localClient } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'

/**
 * Slack. Its issuer is a variable so that the local provider can stand in.
 *
 * @see [Sign in with Slack](https://docs.slack.dev/authentication/sign-in-with-slack/)
 */
export const slack: SingleProviderDefinition<'issuer'> = {
  kind: 'single',
  id: 'slack',
  name: 'Slack',
  variables: {
    issuer: { suffix: 'ISSUER', kind: 'issuer', default: 'https://slack.com', comment: null },
  },
  provesFreshSignIn: false,
  create: (settings) =>
    new OpenIdProvider(settings, {
      provesFreshSignIn: false,
      freshParameters: {},
      // A code verifier beside a client secret is an `internal_error`. The nonce binds the code to its request.
      pkce: false,
    }),
  local: (address) => ({ ...localClient('SLACK'), SLACK_ISSUER: `${address}/slack` }),
}
