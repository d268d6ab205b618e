import type { Auth } from '@latchkey/auth'
import { Router } from 'express'
import { grantTypes } from './grant-types.ts'
import { oauthPaths } from './oauth-paths.ts'

/** Seconds. Shorter than a key is published before it signs, so that a verifier that caches the list knows every key in time. */
const keysMaxAge = 600
/** Seconds. The metadata changes only with a new version of this server. */
const metadataMaxAge = 3600

/** Serves the metadata of this authorization server, and the keys that verify its access tokens. */
export function wellKnown(auth: Auth, publicUrl: URL): Router {
  const router = Router()
  const document = metadata(publicUrl, auth.tokenResources.list())

  router.get(oauthPaths.keys, async (_req, res) => {
    const keys = await auth.signingKeys.publicKeys()
    res.set('Cache-Control', `public, max-age=${keysMaxAge}`).type('application/jwk-set+json').json({ keys })
  })
  router.get(oauthPaths.metadata, (_req, res) => {
    res.set('Cache-Control', `public, max-age=${metadataMaxAge}`).json(document)
  })
  return router
}

/**
 * @see [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414.html#section-2),
 *   [RFC 9728 §4](https://www.rfc-editor.org/rfc/rfc9728.html#section-4) for `protected_resources`
 */
function metadata(publicUrl: URL, resources: readonly string[]): object {
  const at = (path: string): string => new URL(path, publicUrl).href
  return {
    issuer: publicUrl.origin,
    authorization_endpoint: at(oauthPaths.authorization),
    token_endpoint: at(oauthPaths.token),
    revocation_endpoint: at(oauthPaths.revocation),
    device_authorization_endpoint: at(oauthPaths.deviceAuthorization),
    jwks_uri: at(oauthPaths.keys),
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: Object.keys(grantTypes),
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    authorization_response_iss_parameter_supported: true,
    protected_resources: resources,
  }
}
