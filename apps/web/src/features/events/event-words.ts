import type { ClientView, EndReason, EventDetails, EventView, ProviderView } from '@latchkey/schema'
import type { Phrase } from '../../components/phrase.tsx'
import { clientName } from '../../clients/client-name.ts'
import { methodName } from '../../providers/method-name.ts'
import { providerName } from '../../providers/provider-name.ts'

/** What the server calls providers and apps now. */
export interface KnownNames {
  readonly providers: readonly ProviderView[]
  readonly clients: readonly ClientView[]
}

/** What happened, as one would say it. */
export function eventWords({ type, details, sessionId }: EventView, { providers, clients }: KnownNames): Phrase {
  const provider = details.provider === undefined ? 'a provider' : providerName(details.provider, providers)
  const app = details.clientId === undefined ? 'an app' : { name: clientName(details.clientId, clients) }
  switch (type) {
    case 'signed_up':
      return [`Signed up${withMethod(details, providers)}`]
    case 'signed_in':
      return [`Signed in${withMethod(details, providers)}`]
    case 'signed_out':
      return ['Signed out']
    case 'stepped_up':
      return [`Confirmed it was you${withMethod(details, providers)}`]
    case 'sign_in_failed':
      return [
        isLimited(details)
          ? 'Too many failed sign-ins; more tries were refused for a while'
          : 'Wrong password at sign-in',
      ]
    case 'step_up_failed':
      return [
        isLimited(details)
          ? 'Too many failed confirmations; more tries were refused for a while'
          : 'Wrong password when asked to confirm',
      ]
    case 'password_change_failed':
      return [
        isLimited(details)
          ? 'Too many failed tries to change the password; more were refused for a while'
          : 'Wrong password when changing the password',
      ]
    case 'oauth_refused':
      return [`Signing in with ${provider} was refused`]
    case 'tokens_issued':
      return ['Tokens given to ', app]
    case 'client_approved':
      return ['Let ', app, ' sign in as you']
    case 'client_denied':
      return ['Said no to ', app, ', which wanted to sign in as you']
    case 'refresh_token_reused':
      return ['A refresh token was used twice: somebody may have a copy']
    case 'session_ended':
      return endedWords(details, sessionId)
    case 'session_renamed':
      return renamedWords(details)
    case 'password_set':
      return ['Password set']
    case 'password_changed':
      return [`Password changed${andEnded(details)}`]
    case 'identity_linked':
      return [`Connected ${provider}`]
    case 'identity_unlinked':
      return [`Disconnected ${provider}`]
    case 'role_changed':
      return [`Role changed${details.role === undefined ? '' : ` to ${details.role}`}${andEnded(details)}`]
  }
}

function withMethod({ method }: EventDetails, providers: readonly ProviderView[]): string {
  if (method === undefined) return ''
  return method === 'password' ? ' with password' : ` with ${methodName(method, providers)}`
}

function isLimited({ cause }: EventDetails): boolean {
  return cause === 'rate_limited'
}

function andEnded({ endedSessions }: EventDetails): string {
  if (endedSessions === undefined || endedSessions === 0) return ''
  return endedSessions === 1 ? ', 1 session ended' : `, ${endedSessions} sessions ended`
}

const why = {
  signed_out: 'signed out',
  ended_by_user: 'ended by you',
  password_changed: 'the password was changed',
  replaced: 'signed in again in the same browser',
  idle: 'not used for a while',
  expired: 'it had lasted as long as one may',
  role_changed: 'your role was changed',
  limit: 'too many at once, and it was unused the longest',
  reuse_detected: 'a token or code of it was used twice',
} as const satisfies Record<EndReason, string>

function endedWords({ target, endReason }: EventDetails, sessionId: string | null): Phrase {
  const session: Phrase = target === undefined ? ['a session'] : ['“', { name: target.name }, '”']
  if (endReason === 'ended_by_user') {
    return target !== undefined && target.id === sessionId ? ['Ended this session itself'] : ['Ended ', ...session]
  }
  const subject: Phrase = target === undefined ? ['A session'] : ['Session ', ...session]
  return [...subject, endReason === undefined ? ' ended' : ` ended: ${why[endReason]}`]
}

function renamedWords({ name, target }: EventDetails): Phrase {
  if (name === undefined || name === null) {
    return target === undefined
      ? ['Took a session’s name away']
      : ['Took the name of “', { name: target.name }, '” away']
  }
  return ['Renamed a session to “', { name }, '”']
}
