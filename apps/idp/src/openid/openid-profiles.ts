import type { OpenidProviderId } from '../provider-id.ts'
import type { OpenidProfile } from './openid-profile.ts'

/** The tenant of every account of the local Entra ID. */
const tenant = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
const entraIssuerPath = (id: string): string => `/entra/${id}/v2.0`

/** A provider that differs in nothing but its name. */
function plain(id: OpenidProviderId, path = `/${id}`): OpenidProfile {
  return { alg: 'RS256', issuerPath: path, mountPath: new RegExp(`^${path}(?=/)`), sendsIss: false }
}

/** Every OpenID provider that is played, with what clients stumble over at the one that it plays. */
export const openidProfiles: Readonly<Record<OpenidProviderId, OpenidProfile>> = {
  google: plain('google'),
  oidc: { ...plain('oidc'), alg: 'ES256', sendsIss: true },
  apple: {
    ...plain('apple'),
    routes: { authorization: '/auth/authorize', token: '/auth/token', jwks: '/auth/keys' },
    authentication: 'client_secret_post',
    signedSecret: true,
    postsCallback: true,
    // Booleans are text in some of its tokens.
    changeIdToken: ({ email_verified: verified, ...claims }) => ({
      ...claims,
      ...(verified === undefined
        ? {}
        : { email_verified: verified === true ? 'true' : 'false', is_private_email: 'false' }),
    }),
  },
  entra: {
    ...plain('entra'),
    issuerPath: entraIssuerPath(tenant),
    mountPath: /^\/entra\/[^/]+\/v2\.0(?=\/)/,
    changeMetadata: (metadata, { origin, mountPath }) => {
      const [, , requested = ''] = mountPath.split('/')
      const isShared = requested === 'common' || requested === 'organizations'
      return { ...metadata, issuer: origin + entraIssuerPath(isShared ? '{tenantid}' : requested) }
    },
    aboutKeys: (origin) => ({ issuer: origin + entraIssuerPath('{tenantid}') }),
    // The registration of the local client asks for `xms_edov`.
    changeIdToken: ({ email_verified: verified, ...claims }) => ({
      ...claims,
      tid: tenant,
      ...(verified === undefined ? {} : { xms_edov: verified }),
    }),
  },
  gitlab: { ...plain('gitlab'), changeIdToken: (claims) => ({ ...claims, name: undefined }) },
  slack: { ...plain('slack'), refusesVerifier: true },
  linkedin: {
    ...plain('linkedin'),
    authentication: 'client_secret_post',
    refusesVerifier: true,
    changeIdToken: (claims) => ({ ...claims, nonce: undefined }),
  },
  twitch: { ...plain('twitch'), authentication: 'client_secret_post', claimsByName: true },
  // Beside an access token its ID token is short, and userinfo has the rest.
  okta: {
    ...plain('okta'),
    changeIdToken: (claims) => ({ ...claims, email: undefined, email_verified: undefined, name: undefined }),
  },
  auth0: { ...plain('auth0'), issuerPath: '/auth0/' },
  keycloak: plain('keycloak', '/keycloak/realms/local'),
}
