import { createECDH, createHash, createPrivateKey } from 'node:crypto'

type Variables = Readonly<Record<string, string>>

const clientId = 'latchkey-local'

/** Returns the variables that make a server use the local provider as it does in a fresh clone. */
export function threeProviders(providerUrl: string): Variables {
  return {
    GOOGLE_ISSUER: `${providerUrl}/google`,
    GITHUB_BASE_URL: `${providerUrl}/github`,
    OIDC_EXAMPLE_ISSUER: `${providerUrl}/oidc`,
    OIDC_EXAMPLE_NAME: 'Example ID',
    ...clientOf('GOOGLE'),
    ...clientOf('GITHUB'),
    ...clientOf('OIDC_EXAMPLE'),
  }
}

/** Returns the variables for five more. */
export function fiveMoreProviders(providerUrl: string): Variables {
  return {
    APPLE_CLIENT_ID: clientId,
    APPLE_PRIVATE_KEY: localSigningKey(),
    APPLE_TEAM_ID: 'LOCALTEAM1',
    APPLE_KEY_ID: 'LOCALKEY01',
    APPLE_ISSUER: `${providerUrl}/apple`,
    ENTRA_TENANT: 'common',
    ENTRA_BASE_URL: `${providerUrl}/entra`,
    GITLAB_ISSUER: `${providerUrl}/gitlab`,
    DISCORD_BASE_URL: `${providerUrl}/discord`,
    X_BASE_URL: `${providerUrl}/x`,
    ...clientOf('ENTRA'),
    ...clientOf('GITLAB'),
    ...clientOf('DISCORD'),
    ...clientOf('X'),
  }
}

function clientOf(name: string): Variables {
  return { [`${name}_CLIENT_ID`]: clientId, [`${name}_CLIENT_SECRET`]: 'not-a-secret' }
}

/** The local client signs with a key that is made of its id. */
function localSigningKey(): string {
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(createHash('sha256').update(clientId).digest())
  const point = ecdh.getPublicKey()
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const key = { kty: 'EC', crv: 'P-256', x, y, d: ecdh.getPrivateKey('base64url') }
  return createPrivateKey({ format: 'jwk', key }).export({ type: 'pkcs8', format: 'pem' })
}
