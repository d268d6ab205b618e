/** Where everything of OAuth is, for the routes and for the metadata that names them. */
export const oauthPaths = {
  /** A page of the web app. */
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  deviceAuthorization: '/oauth/device_authorization',
  /** A page of the web app. */
  devicePage: '/device',
  keys: '/.well-known/jwks.json',
  metadata: '/.well-known/oauth-authorization-server',
} as const
