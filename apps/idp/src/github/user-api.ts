import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExpiringMap } from '../expiring-map.ts'
import { type Handle, sendJson } from '../http/respond.ts'
import type { Choice } from '../interaction/choice.ts'
import type { GithubGrant } from './github-requests.ts'

interface GithubEmail {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
  readonly visibility: 'public' | 'private' | null
}

/** @see [GitHub: Get the authenticated user](https://docs.github.com/en/rest/users/users#get-the-authenticated-user) */
export function githubUser(tokens: ExpiringMap<GithubGrant>): Handle {
  return withToken(tokens, (response, { choice: { account, fault } }) => {
    if (fault === 'api-500') return sendJson(response, 500, { message: 'Server Error' })
    return sendJson(response, 200, {
      id: account.githubId,
      login: account.id,
      name: account.name,
      email: account.emailPublic ? account.email : null,
      avatar_url: `https://avatars.example/${account.githubId}`,
    })
  })
}

/** @see [GitHub: List email addresses](https://docs.github.com/en/rest/users/emails#list-email-addresses-for-the-authenticated-user) */
export function githubEmails(tokens: ExpiringMap<GithubGrant>): Handle {
  return withToken(tokens, (response, { choice, scope }) => {
    // GitHub answers 404 where the scope is missing.
    const isInScope = scope.split(/[ ,]+/).some((one) => one === 'user' || one === 'user:email')
    if (!isInScope) return sendJson(response, 404, { message: 'Not Found' })
    return sendJson(response, 200, emailsOf(choice))
  })
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

function withToken(
  tokens: ExpiringMap<GithubGrant>,
  answer: (response: ServerResponse, grant: GithubGrant) => void,
): Handle {
  return (request, response) => {
    const grant = tokens.get(bearerOf(request))
    if (grant === null) return sendJson(response, 401, { message: 'Bad credentials' })
    return answer(response, grant)
  }
}

function bearerOf(request: IncomingMessage): string {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  return scheme?.toLowerCase() === 'bearer' ? (token ?? '') : ''
}
