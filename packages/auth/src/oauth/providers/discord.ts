import { canonicalEmail } from '@latchkey/schema'
import { z } from 'zod'
import { localClient } from './local-provider-variables.ts'
import type { SingleProviderDefinition } from './provider-definition.ts'
import { isSubject } from './subject.ts'
import { type UserApi, UserApiProvider } from './user-api-provider.ts'

/** Discord. Its address is a variable so that the local provider can stand in. */
export const discord: SingleProviderDefinition<'baseUrl'> = {
  kind: 'single',
  id: 'discord',
  name: 'Discord',
  variables: {
    baseUrl: { suffix: 'BASE_URL', kind: 'baseUrl', default: 'https://discord.com', comment: null },
  },
  provesFreshSignIn: false,
  create: (settings) => new UserApiProvider(settings, discordApi(settings.baseUrl)),
  local: (address) => ({ ...localClient('DISCORD'), DISCORD_BASE_URL: `${address}/discord` }),
}

/** An account that has no address, or was not asked to prove it, has neither of the last two. */
const user = z.object({
  id: z.string().refine(isSubject),
  username: z.string(),
  global_name: z.string().nullish(),
  email: z.string().nullish(),
  verified: z.boolean().nullish(),
})

/** @see [Discord, OAuth2](https://discord.com/developers/docs/topics/oauth2), the user object */
function discordApi(baseUrl: string): UserApi {
  return {
    issuer: baseUrl,
    otherIssuers: [],
    authorizationEndpoint: `${baseUrl}/oauth2/authorize`,
    tokenEndpoint: `${baseUrl}/api/oauth2/token`,
    authentication: 'client_secret_basic',
    scopes: ['identify', 'email'],
    accepts: 'application/json',
    async readAccount(read) {
      const profile = await read(`${baseUrl}/api/users/@me`, user)
      const email = canonicalEmail(profile.email ?? '')
      return {
        subject: profile.id,
        email,
        emailVerified: email !== null && profile.verified === true,
        name: profile.global_name ?? profile.username,
      }
    },
  }
}
