import { sendJson } from '../http/respond.ts'
import type { UserApiProfile } from './user-api-profile.ts'

/**
 * Without the scope `email` neither the address nor its verification is given. An id is a text.
 *
 * @see [Discord: User resource](https://discord.com/developers/docs/resources/user#user-object)
 */
export const discordProfile: UserApiProfile = {
  authorizePath: '/oauth2/authorize',
  tokenPath: '/api/oauth2/token',
  refusedCode: { status: 400, error: 'invalid_grant' },
  basicOnly: false,
  tokenPrefix: '',
  scopeSeparator: ' ',
  resources: {
    '/api/users/@me': (response, { scope, choice: { account } }) => {
      const address = scope.split(' ').includes('email') && {
        email: account.email,
        verified: account.emailVerified,
      }
      sendJson(response, 200, {
        id: `8${account.githubId}`,
        username: account.id,
        global_name: account.name,
        ...address,
      })
    },
  },
  answerStranger: (response) => sendJson(response, 401, { message: '401: Unauthorized', code: 0 }),
}
