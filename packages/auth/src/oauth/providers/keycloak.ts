import { operatorIssuer } from './operator-issuer.ts'

/**
 * Keycloak: a realm of it.
 *
 * @see [Keycloak, securing applications with OpenID Connect](https://www.keycloak.org/securing-apps/oidc-layers)
 */
export const keycloak = operatorIssuer({
  id: 'keycloak',
  name: 'Keycloak',
  example: 'https://id.example.com/realms/acme',
  localPath: '/keycloak/realms/local',
  issuerOf: (issuer) => issuer,
})
