import type { JWTPayload } from 'jose'
import { z } from 'zod'
import type { MetadataSource, ProviderMetadata } from './discovery.ts'
import { localClientId, localSigningKey } from './local-provider-variables.ts'
import { OpenIdProvider } from './openid-provider.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'
import { isSigningKey, signedClientSecret } from './signed-client-secret.ts'

/**
 * Apple. Its issuer is a variable so that the local provider can stand in. Its client secret is signed with a private key,
 * it posts its callback, and it names its user at the first sign-in only.
 *
 * @see [Sign in with Apple for the web](https://developer.apple.com/documentation/signinwithapple/incorporating-sign-in-with-apple-into-other-platforms)
 */
export const apple: SingleProviderDefinition<'clientSecret' | 'teamId' | 'keyId' | 'issuer'> = {
  kind: 'single',
  id: 'apple',
  name: 'Apple',
  variables: {
    clientSecret: {
      suffix: 'PRIVATE_KEY',
      kind: 'text',
      default: null,
      comment: 'The private key that Apple gave, in PEM, with \\n for the ends of its lines.',
      accepts: { test: isSigningKey, refusal: 'must be a private key for ES256 in PEM, like in the .p8 file of Apple' },
    },
    teamId: { suffix: 'TEAM_ID', kind: 'text', default: null, comment: null },
    keyId: { suffix: 'KEY_ID', kind: 'text', default: null, comment: null },
    issuer: { suffix: 'ISSUER', kind: 'issuer', default: 'https://appleid.apple.com', comment: null },
  },
  provesFreshSignIn: false,
  create: (settings) => {
    const { clientId, clientSecret: privateKey, teamId, keyId, issuer } = settings
    const claims = { keyId, issuer: teamId, subject: clientId, audience: issuer }
    return new OpenIdProvider(settings, {
      provesFreshSignIn: false,
      metadata: appleMetadata(issuer),
      clientSecret: signedClientSecret(privateKey, claims),
      scopes: ['openid', 'email', 'name'],
      freshParameters: {},
      // It demands a form where a scope is asked for.
      responseMode: 'form_post',
      standardClaims: (said, user) => ({ ...said, email_verified: isTrue(said['email_verified']), name: nameIn(user) }),
    })
  },
  local: (address) => ({
    APPLE_CLIENT_ID: localClientId,
    APPLE_PRIVATE_KEY: localSigningKey(),
    APPLE_TEAM_ID: 'LOCALTEAM1',
    APPLE_KEY_ID: 'LOCALKEY01',
    APPLE_ISSUER: `${address}/apple`,
  }),
}

/**
 * Returns Apple's endpoints as it documents them. Its discovery document is not read: it is at another address now, and for
 * a day named another issuer than the ID tokens did.
 */
function appleMetadata(issuer: string): MetadataSource {
  const metadata: ProviderMetadata = {
    issuer,
    authorization_endpoint: `${issuer}/auth/authorize`,
    token_endpoint: `${issuer}/auth/token`,
    jwks_uri: `${issuer}/auth/keys`,
    authorization_response_iss_parameter_supported: false,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
  }
  return { read: async () => metadata }
}

/** Apple writes a boolean as text in some tokens. */
function isTrue(claim: unknown): boolean {
  return claim === true || claim === 'true'
}

const postedUser = z.object({
  name: z.object({ firstName: z.string().nullish(), lastName: z.string().nullish() }),
})

/** Returns the name that the form has. The address beside it is not read: the browser could have changed it. */
function nameIn(user: string | null): JWTPayload['name'] {
  const { success, data } = postedUser.safeParse(parseJson(user ?? ''))
  if (!success) return undefined
  const parts = [data.name.firstName, data.name.lastName].map((part) => part?.trim() ?? '')
  return parts.filter((part) => part !== '').join(' ') || undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
