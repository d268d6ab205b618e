import { z } from 'zod'
import { localClient } from './local-provider-variables.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'
import { isSubject } from './subject.ts'
import { type UserApi, UserApiProvider } from './user-api-provider.ts'

/** X, which gives no address. Its address is a variable so that the local provider can stand in. */
export const x: SingleProviderDefinition<'baseUrl'> = {
  kind: 'single',
  id: 'x',
  name: 'X',
  variables: {
    baseUrl: { suffix: 'BASE_URL', kind: 'baseUrl', default: 'https://x.com', comment: null },
  },
  provesFreshSignIn: false,
  create: (settings) => new UserApiProvider(settings, xApi(settings.baseUrl)),
  local: (address) => ({ ...localClient('X'), X_BASE_URL: `${address}/x` }),
}

const user = z.object({ data: z.object({ id: z.string().refine(isSubject), name: z.string(), username: z.string() }) })

/**
 * @see [X, authorization code flow with PKCE](https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token),
 *   and [what `GET /2/users/me` requires](https://docs.x.com/fundamentals/authentication/guides/v2-authentication-mapping)
 */
function xApi(baseUrl: string): UserApi {
  const api = baseUrl === 'https://x.com' ? 'https://api.x.com' : `${baseUrl}/api`
  return {
    issuer: baseUrl,
    otherIssuers: [],
    authorizationEndpoint: `${baseUrl}/i/oauth2/authorize`,
    tokenEndpoint: `${api}/2/oauth2/token`,
    authentication: 'client_secret_basic',
    // It gives the account only to a client that may also read posts.
    scopes: ['users.read', 'tweet.read'],
    accepts: 'application/json',
    async readAccount(read) {
      const { data } = await read(`${api}/2/users/me`, user)
      return { subject: data.id, email: null, emailVerified: false, name: data.name }
    },
  }
}
