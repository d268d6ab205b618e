import type {
  ClientView,
  EndReason,
  EventDetails,
  EventType,
  EventView,
  ProviderView,
  SecondFactor,
  StepUpMethod,
} from '@latchkey/schema'
import type { ReactNode } from 'react'
import { clientName } from '../../clients/client-name.ts'
import { names } from '../../language/rich.tsx'
import type { Texts } from '../../language/texts.ts'
import { methodName } from '../../providers/method-name.ts'
import { providerName } from '../../providers/provider-name.ts'

/** The names that the server has for providers and clients now, and the texts. */
export interface EventTextOptions {
  readonly providers: readonly ProviderView[]
  readonly clients: readonly ClientView[]
  readonly texts: Texts<'events'>
  readonly reasons: Texts<'endReasons'>
  readonly methods: Texts<'methods'>
  /** The name of a provider that an event does not name. */
  readonly aProvider: string
}

interface EventFacts extends EventTextOptions {
  readonly details: EventDetails
  /** The session in which it happened. */
  readonly sessionId: string | null
}

const writers = {
  signed_up: (facts) => withMethod(facts, 'signedUp', 'signedUpWith'),
  signed_in: (facts) => withMethod(facts, 'signedIn', 'signedInWith'),
  signed_out: ({ texts }) => texts('signedOut'),
  stepped_up: (facts) => withMethod(facts, 'steppedUp', 'steppedUpWith'),
  sign_in_failed: (facts) => failed(facts, 'signInFailed', 'signInLimited'),
  step_up_failed: (facts) => failed(facts, 'stepUpFailed', 'stepUpLimited'),
  password_change_failed: (facts) => failed(facts, 'passwordChangeFailed', 'passwordChangeLimited'),
  second_factor_failed: ({ texts }) => texts('secondFactorFailed'),
  oauth_refused: (facts) => facts.texts('providerRefused', { provider: providerOf(facts.details, facts) }),
  tokens_issued: tokensIssued,
  client_approved: (facts) => facts.texts.rich('appApproved', { ...names, name: clientOf(facts) }),
  client_denied: (facts) => facts.texts.rich('appDenied', { ...names, name: clientOf(facts) }),
  refresh_token_reused: ({ texts }) => texts('tokenReused'),
  session_ended: sessionEnded,
  session_renamed: sessionRenamed,
  user_renamed: ({ details, texts }) => texts.rich('userRenamed', { ...names, name: details.name ?? '' }),
  password_set: ({ texts }) => texts('passwordSet'),
  password_changed: (facts) => withCounts(facts, facts.texts('passwordChanged')),
  password_reset: (facts) => withCounts(facts, facts.texts('passwordReset')),
  email_proven: (facts) => withEmail(facts, 'emailProven', 'emailProvenOf'),
  email_changed: (facts) => withEmail(facts, 'emailChanged', 'emailChangedTo'),
  email_change_undone: (facts) => withCounts(facts, facts.texts('emailChangeUndone')),
  account_reclaimed: (facts) => withCounts(facts, facts.texts('reclaimed')),
  identity_linked: (facts) => facts.texts('connected', { provider: providerOf(facts.details, facts) }),
  identity_unlinked: (facts) => facts.texts('disconnected', { provider: providerOf(facts.details, facts) }),
  second_factor_added: ({ texts }) => texts('secondFactorAdded'),
  second_factor_removed: ({ texts }) => texts('secondFactorRemoved'),
  second_factor_reset: ({ texts }) => texts('secondFactorReset'),
  recovery_codes_renewed: ({ texts }) => texts('recoveryCodesRenewed'),
  device_trusted: (facts) => withLabel(facts, 'deviceTrusted', 'deviceTrustedOf'),
  device_untrusted: (facts) => withLabel(facts, 'deviceUntrusted', 'deviceUntrustedOf'),
  passkey_added: (facts) => withLabel(facts, 'passkeyAdded', 'passkeyAddedOf'),
  passkey_removed: (facts) => withLabel(facts, 'passkeyRemoved', 'passkeyRemovedOf'),
  passkey_renamed: (facts) => withLabel(facts, 'passkeyRenamed', 'passkeyRenamedTo'),
  role_changed: (facts) => withCounts(facts, roleChanged(facts)),
} as const satisfies Record<EventType, (facts: EventFacts) => ReactNode>

/** Says in one sentence what happened. */
export function eventText({ type, details, sessionId }: EventView, options: EventTextOptions): ReactNode {
  return writers[type]({ ...options, details, sessionId })
}

type WithoutMethod = 'signedUp' | 'signedIn' | 'steppedUp'

function withMethod(facts: EventFacts, plain: WithoutMethod, withName: `${WithoutMethod}With`): string {
  const method = methodText(facts, facts.texts('aPassword'))
  return method === null ? facts.texts(plain) : facts.texts(withName, { method })
}

const methodTexts: Readonly<
  Partial<Record<StepUpMethod, 'aCode' | 'aPasskey' | 'anAuthenticatorCode' | 'aRecoveryCode'>>
> = {
  code: 'aCode',
  passkey: 'aPasskey',
  totp: 'anAuthenticatorCode',
  recovery_code: 'aRecoveryCode',
}

const secondFactorTexts = {
  totp: 'andAuthenticatorCode',
  recovery_code: 'andRecoveryCode',
  passkey: 'andPasskey',
  trusted_device: 'onTrustedDevice',
} as const satisfies Record<SecondFactor, string>

/** Names how the user proved their identity, with the second factor as far as it is another; `null` where it is not known. */
function methodText({ details, providers, texts, methods }: EventFacts, password: string): string | null {
  const { method, secondFactor } = details
  if (method === undefined) return null
  const key = methodTexts[method]
  const other = key === undefined ? methodName(method, providers, methods) : texts(key)
  const first = method === 'password' ? password : other
  return secondFactor === undefined || secondFactor === method
    ? first
    : texts(secondFactorTexts[secondFactor], { method: first })
}

type OfLabel = 'deviceTrusted' | 'deviceUntrusted' | 'passkeyAdded' | 'passkeyRemoved'

function withLabel(
  { details: { label }, texts }: EventFacts,
  plain: OfLabel | 'passkeyRenamed',
  withName: `${OfLabel}Of` | 'passkeyRenamedTo',
): ReactNode {
  return label === undefined ? texts(plain) : texts.rich(withName, { ...names, name: label })
}

function withEmail(
  { details: { email }, texts }: EventFacts,
  plain: 'emailProven' | 'emailChanged',
  withAddress: 'emailProvenOf' | 'emailChangedTo',
): ReactNode {
  return email === undefined ? texts(plain) : texts.rich(withAddress, { ...names, email })
}

type Failure = 'signIn' | 'stepUp' | 'passwordChange'

function failed({ details, texts }: EventFacts, wrong: `${Failure}Failed`, limited: `${Failure}Limited`): string {
  return texts(details.cause === 'rate_limited' ? limited : wrong)
}

/** Returns the name of the provider that an event is about. */
export function providerOf({ provider }: EventDetails, { providers, aProvider }: EventTextOptions): string {
  return provider === undefined ? aProvider : providerName(provider, providers)
}

function clientOf({ details: { clientId }, clients, texts }: EventFacts): string {
  return clientId === undefined ? texts('unnamedApp') : clientName(clientId, clients)
}

/** A client that no user approved is what it calls itself: it has not the name of a registered one. */
function tokensIssued(facts: EventFacts): ReactNode {
  const { details, texts } = facts
  const { clientId, method: how } = details
  const method = methodText(facts, texts('yourPassword'))
  if (method === null || clientId === undefined || how?.startsWith('approved:') === true) {
    return texts.rich('appSignedIn', { ...names, name: clientOf(facts) })
  }
  return texts.rich('scriptSignedIn', { ...names, name: clientId, method })
}

function sessionEnded({ details: { target, endReason }, sessionId, texts, reasons }: EventFacts): ReactNode {
  const tags = target === undefined ? null : { ...names, name: target.name }
  if (endReason === 'ended_by_user') {
    if (target !== undefined && target.id === sessionId) return texts('endedItself')
    return tags === null ? texts('endedSome') : texts.rich('ended', tags)
  }
  if (endReason === undefined) return tags === null ? texts('sessionEndedSome') : texts.rich('sessionEnded', tags)
  const why = reasons(endReason satisfies EndReason)
  return tags === null ? texts('sessionEndedWhySome', { why }) : texts.rich('sessionEndedWhy', { ...tags, why })
}

function sessionRenamed({ details: { name, target }, texts }: EventFacts): ReactNode {
  if (name !== undefined && name !== null) return texts.rich('renamed', { ...names, name })
  return target === undefined ? texts('nameRemoved') : texts.rich('nameRemovedFrom', { ...names, name: target.name })
}

function roleChanged({ details: { role }, texts }: EventFacts): string {
  return role === undefined ? texts('roleChanged') : texts('roleChangedTo', { role })
}

/** Adds how many sessions ended, and how many connected accounts can still sign in. */
function withCounts(
  { details: { endedSessions = 0, connectedAccounts = 0 }, texts }: EventFacts,
  text: string,
): string {
  const ended = endedSessions === 0 ? text : texts('andEnded', { text, count: endedSessions })
  return connectedAccounts === 0 ? ended : texts('andConnected', { text: ended, count: connectedAccounts })
}
