import { sendJson } from '../http/respond.ts'
import type { UserApiProfile } from './user-api-profile.ts'

/**
 * Gives no address, and the account only to a client that may read users and posts.
 *
 * @see [X: Get my user](https://docs.x.com/x-api/users/get-my-user)
 */
export const xProfile: UserApiProfile = {
  authorizePath: '/i/oauth2/authorize',
  tokenPath: '/api/2/oauth2/token',
  refusedCode: { status: 400, error: 'invalid_request' },
  basicOnly: true,
  tokenPrefix: '',
  scopeSeparator: ' ',
  resources: {
    '/api/2/users/me': (response, { scope, choice: { account } }) => {
      const scopes = scope.split(' ')
      if (!scopes.includes('users.read') || !scopes.includes('tweet.read')) {
        return sendJson(response, 403, { title: 'Forbidden', status: 403 })
      }
      return sendJson(response, 200, {
        data: { id: `7${account.githubId}`, name: account.name, username: account.id },
      })
    },
  },
  answerStranger: (response) => sendJson(response, 401, { title: 'Unauthorized', status: 401 }),
}
