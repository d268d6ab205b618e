import { sendJson } from '../http/respond.ts'
import type { Choice } from '../interaction/choice.ts'
import type { AnswerAbout, UserApiProfile } from './user-api-profile.ts'

interface GithubEmail {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
  readonly visibility: 'public' | 'private' | null
}

/** @see [GitHub: Get the authenticated user](https://docs.github.com/en/rest/users/users#get-the-authenticated-user) */
const user: AnswerAbout = (response, { choice: { account, fault } }) => {
  if (fault === 'api-500') return sendJson(response, 500, { message: 'Server Error' })
  return sendJson(response, 200, {
    id: account.githubId,
    login: account.id,
    name: account.name,
    email: account.emailPublic ? account.email : null,
    avatar_url: `https://avatars.example/${account.githubId}`,
  })
}

/** @see [GitHub: List email addresses](https://docs.github.com/en/rest/users/emails#list-email-addresses-for-the-authenticated-user) */
const emails: AnswerAbout = (response, { choice, scope }) => {
  // GitHub answers 404 where the scope is missing.
  const isInScope = scope.split(/[ ,]+/).some((one) => one === 'user' || one === 'user:email')
  if (!isInScope) return sendJson(response, 404, { message: 'Not Found' })
  return sendJson(response, 200, emailsOf(choice))
}

function emailsOf({ account, fault }: Choice): readonly GithubEmail[] {
  const { email, emailPublic, emailVerified } = account
  if (email === null || fault === 'emails-empty') return []
  const visibility = emailPublic ? 'public' : 'private'
  if (fault !== 'emails-unverified-primary') return [{ email, primary: true, verified: emailVerified, visibility }]
  return [
    { email, primary: true, verified: false, visibility },
    { email: `second-${email}`, primary: false, verified: true, visibility: null },
  ]
}

/** GitHub answers a refused token request with status 200. */
export const githubProfile: UserApiProfile = {
  authorizePath: '/login/oauth/authorize',
  tokenPath: '/login/oauth/access_token',
  refusedCode: { status: 200, error: 'bad_verification_code' },
  basicOnly: false,
  tokenPrefix: 'gho_',
  scopeSeparator: ',',
  resources: { '/api/v3/user': user, '/api/v3/user/emails': emails },
  answerStranger: (response) => sendJson(response, 401, { message: 'Bad credentials' }),
}
