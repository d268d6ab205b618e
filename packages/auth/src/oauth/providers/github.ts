import { canonicalEmail } from '@latchkey/schema'
import { z } from 'zod'
import { localClient } from './local-provider-variables.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'
import { type UserApi, UserApiProvider } from './user-api-provider.ts'

/** GitHub, or a GitHub Enterprise server. */
export const github: SingleProviderDefinition<'baseUrl'> = {
  kind: 'single',
  id: 'github',
  name: 'GitHub',
  variables: {
    baseUrl: {
      suffix: 'BASE_URL',
      kind: 'baseUrl',
      default: 'https://github.com',
      comment: 'The address of a GitHub Enterprise server, where that is what you have.',
    },
  },
  provesFreshSignIn: false,
  create: (settings) => new UserApiProvider(settings, githubApi(settings.baseUrl)),
  local: (address) => ({ ...localClient('GITHUB'), GITHUB_BASE_URL: `${address}/github` }),
}

/** `user:email` gives the addresses and says which of them is verified. The public profile needs no scope. */
const scopes = ['user:email'] as const

const user = z.object({ id: z.int().positive(), login: z.string(), name: z.string().nullish() })
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** @see [GitHub, authorizing OAuth apps](https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps) */
function githubApi(baseUrl: string): UserApi {
  const api = baseUrl === 'https://github.com' ? 'https://api.github.com' : `${baseUrl}/api/v3`
  return {
    issuer: baseUrl,
    otherIssuers: [`${baseUrl}/login/oauth`],
    authorizationEndpoint: `${baseUrl}/login/oauth/authorize`,
    tokenEndpoint: `${baseUrl}/login/oauth/access_token`,
    authentication: 'client_secret_post',
    scopes,
    accepts: 'application/vnd.github+json',
    async readAccount(read) {
      const [profile, addresses] = await Promise.all([read(`${api}/user`, user), read(`${api}/user/emails`, emails)])
      const primary = addresses.find((address) => address.primary)
      const email = primary === undefined ? null : canonicalEmail(primary.email)
      return {
        subject: String(profile.id),
        email,
        emailVerified: email !== null && primary?.verified === true,
        name: profile.name ?? profile.login,
      }
    },
  }
}
