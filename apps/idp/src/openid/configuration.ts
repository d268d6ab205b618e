import type { Configuration } from 'oidc-provider'
import type { Durations } from '../durations.ts'
import { localClient } from '../local-client.ts'
import { messagePage } from '../pages/message-page.ts'
import { type OpenidProviderId, providerNames } from '../provider-id.ts'
import { claimsOf } from './claims.ts'
import type { GrantChoices } from './grant-choices.ts'
import { grantRequestedScopes } from './grant-requested-scopes.ts'
import { createMemoryAdapter } from './memory-adapter.ts'
import { promptAtEachAuthorization } from './prompts.ts'
import type { OpenidProfile } from './openid-profile.ts'
import type { SigningKeys } from './signing-keys.ts'

export interface ConfigurationOptions {
  readonly provider: OpenidProviderId
  readonly profile: OpenidProfile
  readonly keys: SigningKeys
  readonly grantChoices: GrantChoices
  readonly durations: Durations
}

/** Returns the configuration of the library for one provider. */
export function configurationFor({
  provider,
  profile,
  keys,
  grantChoices,
  durations,
}: ConfigurationOptions): Configuration {
  return {
    adapter: createMemoryAdapter(durations.grantMs),
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: profile.claimsByName === true ? ['preferred_username'] : ['name'],
    },
    clients: [
      {
        client_id: localClient.id,
        client_secret: localClient.secret,
        // A placeholder that the library requires: isLocalCallback replaces the check of redirect URIs.
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
    // As at Google, the ID token contains the claims of the scopes, and not userinfo alone.
    conformIdTokenClaims: false,
    cookies: {
      // All ports share the cookies of localhost: these names differ from those of other apps.
      names: {
        session: `latchkey_idp_${provider}_session`,
        interaction: `latchkey_idp_${provider}_interaction`,
        resume: `latchkey_idp_${provider}_resume`,
      },
    },
    enabledJWA: { idTokenSigningAlgValues: [keys.alg] },
    expiresWithSession: () => false,
    features: {
      claimsParameter: { enabled: profile.claimsByName === true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    findAccount: (_context, subject, token) => {
      const choice = token === undefined ? null : grantChoices.choiceOf(token.grantId)
      return {
        accountId: subject,
        claims: () => (choice === null ? { sub: subject } : claimsOf(subject, choice.account)),
      }
    },
    interactions: {
      policy: promptAtEachAuthorization(),
      url: (_context, { uid }) => `/${provider}/interaction/${uid}`,
    },
    jwks: { keys: [keys.published.jwk] },
    loadExistingGrant: (context) => grantRequestedScopes(context, grantChoices),
    pkce: { required: () => profile.refusesVerifier !== true },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html'
      context.body = messagePage(`${providerNames[provider]} (local)`, description ?? error).text
    },
    responseTypes: ['code'],
    ...(profile.routes === undefined ? {} : { routes: profile.routes }),
    scopes: ['openid'],
    ttl: {
      AccessToken: secondsOf(durations.grantMs),
      AuthorizationCode: secondsOf(durations.codeMs),
      Grant: secondsOf(durations.grantMs),
      IdToken: secondsOf(durations.grantMs),
      Interaction: secondsOf(durations.interactionMs),
      Session: secondsOf(durations.grantMs),
    },
  }
}

/** The library accepts whole seconds, at least one. */
function secondsOf(durationMs: number): number {
  return Math.max(1, Math.ceil(durationMs / 1000))
}
