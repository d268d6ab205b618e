import { operatorIssuer } from './operator-issuer.ts'

/**
 * Okta: the authorization server of an organisation, or one of its own.
 *
 * @see [Okta, OpenID Connect](https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/)
 */
export const okta = operatorIssuer({
  id: 'okta',
  name: 'Okta',
  example: 'https://acme.okta.com or https://acme.okta.com/oauth2/default',
  localPath: '/okta',
  issuerOf: (issuer) => issuer,
})
