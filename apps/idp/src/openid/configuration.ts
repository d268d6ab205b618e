import type { Configuration } from 'oidc-provider'
import { localClient } from '../client.ts'
import { messagePage } from '../pages/message-page.ts'
import { type OpenidProviderId, providerNames } from '../provider-id.ts'
import { claimsOf } from './claims.ts'
import { grantAsAsked } from './grant-as-asked.ts'
import { createMemoryAdapter } from './memory-adapter.ts'
import { askEveryTime } from './prompts.ts'
import { type SignIns, signInLifetimeSeconds } from './sign-ins.ts'
import type { SigningKeys } from './signing-keys.ts'

const codeLifetimeSeconds = 60
const interactionLifetimeSeconds = 15 * 60

export function configurationFor(provider: OpenidProviderId, keys: SigningKeys, signIns: SignIns): Configuration {
  return {
    adapter: createMemoryAdapter(),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    clients: [
      {
        client_id: localClient.id,
        client_secret: localClient.secret,
        // A place holder: the rule is isLocalCallback, which the client of this provider is taught.
        redirect_uris: ['http://localhost/oauth/callback/any'],
        application_type: 'native',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: keys.alg,
      },
    ],
    allowOmittingSingleRegisteredRedirectUri: false,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientBasedCORS: () => false,
    // As Google does: scope claims in the ID token, and not in userinfo alone.
    conformIdTokenClaims: false,
    cookies: {
      // Ports share the cookies of localhost: these names meet nobody else's.
      names: {
        session: `latchkey_idp_${provider}_session`,
        interaction: `latchkey_idp_${provider}_interaction`,
        resume: `latchkey_idp_${provider}_resume`,
      },
    },
    enabledJWA: { idTokenSigningAlgValues: [keys.alg] },
    expiresWithSession: () => false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    findAccount: (_context, subject, token) => {
      const choice = token === undefined ? null : signIns.choiceOf(token.grantId)
      return {
        accountId: subject,
        claims: () => (choice === null ? { sub: subject } : claimsOf(subject, choice.person)),
      }
    },
    interactions: {
      policy: askEveryTime(),
      url: (_context, { uid }) => `/${provider}/interaction/${uid}`,
    },
    jwks: { keys: [keys.published.jwk] },
    loadExistingGrant: (context) => grantAsAsked(context, signIns),
    pkce: { required: () => true },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html'
      context.body = messagePage(`${providerNames[provider]} (local)`, description ?? error).text
    },
    responseTypes: ['code'],
    scopes: ['openid'],
    ttl: {
      AccessToken: signInLifetimeSeconds,
      AuthorizationCode: codeLifetimeSeconds,
      Grant: signInLifetimeSeconds,
      IdToken: signInLifetimeSeconds,
      Interaction: interactionLifetimeSeconds,
      Session: signInLifetimeSeconds,
    },
  }
}
