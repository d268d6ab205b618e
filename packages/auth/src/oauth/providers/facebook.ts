import { createHmac } from 'node:crypto'
import { canonicalEmail } from '@latchkey/schema'
import { z } from 'zod'
import { localClient } from './local-provider-variables.ts'
import type { ProviderSettings, SingleProviderDefinition } from './provider-definition.ts'
import { isSubject } from './subject.ts'
import { type UserApi, UserApiProvider } from './user-api-provider.ts'

/** Facebook. Its address is a variable so that the local provider can stand in. */
export const facebook: SingleProviderDefinition<'baseUrl'> = {
  kind: 'single',
  id: 'facebook',
  name: 'Facebook',
  variables: {
    baseUrl: { suffix: 'BASE_URL', kind: 'baseUrl', default: 'https://www.facebook.com', comment: null },
  },
  provesFreshSignIn: false,
  create: (settings) => new UserApiProvider(settings, facebookApi(settings)),
  local: (address) => ({ ...localClient('FACEBOOK'), FACEBOOK_BASE_URL: `${address}/facebook` }),
}

/** A version works for two years. A later one answers a call of a version that is gone. */
const version = 'v23.0'

/** The id is of this app: at another app the same account has another one. */
const user = z.object({ id: z.string().refine(isSubject), name: z.string().nullish(), email: z.string().nullish() })

/**
 * @see [Facebook, manually build a login flow](https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow)
 */
function facebookApi({ baseUrl, clientSecret }: ProviderSettings<'baseUrl'>): UserApi {
  const graph = `${baseUrl === 'https://www.facebook.com' ? 'https://graph.facebook.com' : `${baseUrl}/graph`}/${version}`
  return {
    issuer: baseUrl,
    otherIssuers: [],
    authorizationEndpoint: `${baseUrl}/${version}/dialog/oauth`,
    tokenEndpoint: `${graph}/oauth/access_token`,
    authentication: 'client_secret_post',
    scopes: ['public_profile', 'email'],
    accepts: 'application/json',
    async readAccount(read, accessToken) {
      const query = new URLSearchParams({
        fields: 'id,name,email',
        appsecret_proof: proofOf(accessToken, clientSecret),
      })
      const profile = await read(`${graph}/me?${query.toString()}`, user)
      // Facebook says of no address that it is verified, so that it creates no user.
      return {
        subject: profile.id,
        email: canonicalEmail(profile.email ?? ''),
        emailVerified: false,
        name: profile.name ?? null,
      }
    },
  }
}

/**
 * Returns what shows that the caller has the app's secret, which an app can require of every call.
 *
 * @see [Facebook, secure Graph API calls](https://developers.facebook.com/docs/graph-api/guides/secure-requests)
 */
function proofOf(accessToken: string, clientSecret: string): string {
  return createHmac('sha256', clientSecret).update(accessToken).digest('hex')
}
