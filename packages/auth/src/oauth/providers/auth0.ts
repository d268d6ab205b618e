import { operatorIssuer } from './operator-issuer.ts'

/**
 * Auth0, whose issuers end with a slash.
 *
 * @see [Auth0, OpenID Connect discovery](https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery)
 */
export const auth0 = operatorIssuer({
  id: 'auth0',
  name: 'Auth0',
  example: 'https://acme.eu.auth0.com/',
  localPath: '/auth0',
  issuerOf: (issuer) => (issuer.endsWith('/') ? issuer : `${issuer}/`),
})
