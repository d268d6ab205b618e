import type { ClientView, EndReason, EventDetails, EventType, EventView, ProviderView } from '@latchkey/schema'
import type { Phrase } from '../../components/phrase.tsx'
import { clientName } from '../../clients/client-name.ts'
import { methodName } from '../../providers/method-name.ts'
import { providerName } from '../../providers/provider-name.ts'

/** The names that the server has for providers and clients now. */
export interface KnownNames {
  readonly providers: readonly ProviderView[]
  readonly clients: readonly ClientView[]
}

interface EventFacts {
  readonly details: EventDetails
  /** The session in which it happened. */
  readonly sessionId: string | null
  readonly names: KnownNames
}

const messages = {
  signed_up: ({ details, names }) => [`Signed up${withMethod(details, names)}`],
  signed_in: ({ details, names }) => [`Signed in${withMethod(details, names)}`],
  signed_out: () => ['Signed out'],
  stepped_up: ({ details, names }) => [`Confirmed it was you${withMethod(details, names)}`],
  sign_in_failed: ({ details }) => [
    isLimited(details) ? 'Too many failed sign-ins; more tries were refused for a while' : 'Wrong password at sign-in',
  ],
  step_up_failed: ({ details }) => [
    isLimited(details)
      ? 'Too many failed confirmations; more tries were refused for a while'
      : 'Wrong password when asked to confirm',
  ],
  password_change_failed: ({ details }) => [
    isLimited(details)
      ? 'Too many failed tries to change the password; more were refused for a while'
      : 'Wrong password when changing the password',
  ],
  oauth_refused: (facts) => [`Signing in with ${providerOf(facts)} was refused`],
  tokens_issued: (facts) => tokensMessage(facts),
  client_approved: (facts) => ['Let ', clientOf(facts), ' sign in as you'],
  client_denied: (facts) => ['Said no to ', clientOf(facts), ', which wanted to sign in as you'],
  refresh_token_reused: () => ['A refresh token was used twice: somebody may have a copy'],
  session_ended: ({ details, sessionId }) => endedMessage(details, sessionId),
  session_renamed: ({ details }) => renamedMessage(details),
  password_set: () => ['Password set'],
  password_changed: ({ details }) => [`Password changed${andEnded(details)}${andConnected(details)}`],
  identity_linked: (facts) => [`Connected ${providerOf(facts)}`],
  identity_unlinked: (facts) => [`Disconnected ${providerOf(facts)}`],
  role_changed: ({ details }) => [
    `Role changed${details.role === undefined ? '' : ` to ${details.role}`}${andEnded(details)}`,
  ],
} as const satisfies Record<EventType, (facts: EventFacts) => Phrase>

/** Says in one sentence what happened. */
export function eventMessage({ type, details, sessionId }: EventView, names: KnownNames): Phrase {
  return messages[type]({ details, sessionId, names })
}

function providerOf({ details: { provider }, names }: EventFacts): string {
  return provider === undefined ? 'a provider' : providerName(provider, names.providers)
}

function clientOf({ details: { clientId }, names }: EventFacts): Phrase[number] {
  return clientId === undefined ? 'an app' : { name: clientName(clientId, names.clients) }
}

/** A client that had the password is what it calls itself: no user approved it under the name of a registered one. */
function tokensMessage(facts: EventFacts): Phrase {
  const { clientId, method } = facts.details
  if (method !== 'password' || clientId === undefined) return ['Tokens given to ', clientOf(facts)]
  return ['Tokens given for the password to a program that calls itself “', { name: clientId }, '”']
}

function withMethod({ method }: EventDetails, { providers }: KnownNames): string {
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

function andConnected({ connectedAccounts }: EventDetails): string {
  if (connectedAccounts === undefined || connectedAccounts === 0) return ''
  const accounts = connectedAccounts === 1 ? '1 connected account' : `${connectedAccounts} connected accounts`
  return `, ${accounts} can still sign in`
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

function endedMessage({ target, endReason }: EventDetails, sessionId: string | null): Phrase {
  const session: Phrase = target === undefined ? ['a session'] : ['“', { name: target.name }, '”']
  if (endReason === 'ended_by_user') {
    return target !== undefined && target.id === sessionId ? ['Ended this session itself'] : ['Ended ', ...session]
  }
  const subject: Phrase = target === undefined ? ['A session'] : ['Session ', ...session]
  return [...subject, endReason === undefined ? ' ended' : ` ended: ${why[endReason]}`]
}

function renamedMessage({ name, target }: EventDetails): Phrase {
  if (name === undefined || name === null) {
    return target === undefined
      ? ['Took a session’s name away']
      : ['Took the name of “', { name: target.name }, '” away']
  }
  return ['Renamed a session to “', { name }, '”']
}
