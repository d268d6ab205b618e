import {
  eventCategoryOf,
  type EventDetails,
  type EventType,
  type NoticeEntry,
  type SecondFactor,
} from '@latchkey/schema'
import { en } from '../messages/en.ts'
import { countedText, fillText, type Line } from '../messages/fill-text.ts'
import { emailText } from '../values/email-text.ts'
import { type PlainText, plainText, unlinkedText } from '../values/plain-text.ts'
import { providerText } from '../values/provider-text.ts'

const { events: texts } = en

const writers: Partial<Readonly<Record<EventType, (details: EventDetails) => Line>>> = {
  signed_up: (details) => withMethod(details, texts.signedUp, texts.signedUpWith),
  signed_in: (details) => withMethod(details, texts.signedIn, texts.signedInWith),
  tokens_issued: tokensIssued,
  client_approved: (details) => withClient(details, texts.appApproved),
  refresh_token_reused: () => [texts.tokenReused],
  password_set: () => [texts.passwordSet],
  password_changed: (details) => withCounts(details, [texts.passwordChanged]),
  password_reset: (details) => withCounts(details, [texts.passwordReset]),
  identity_linked: (details) => withProvider(details, texts.connected),
  identity_unlinked: (details) => withProvider(details, texts.disconnected),
  second_factor_added: () => [texts.secondFactorAdded],
  second_factor_removed: () => [texts.secondFactorRemoved],
  second_factor_reset: () => [texts.secondFactorReset],
  second_factor_failed: () => [texts.secondFactorFailed],
  recovery_codes_renewed: () => [texts.recoveryCodesRenewed],
  passkey_added: (details) => withLabel(details, texts.passkeyAdded, texts.passkeyAddedOf),
  passkey_removed: (details) => withLabel(details, texts.passkeyRemoved, texts.passkeyRemovedOf),
  role_changed: (details) => withCounts(details, roleChanged(details)),
  email_changed: emailChanged,
  email_proven: () => [texts.emailProven],
  email_change_undone: (details) => withCounts(details, [texts.emailChangeUndone]),
  account_reclaimed: (details) => withCounts(details, [texts.reclaimed]),
}

/**
 * Says in one sentence what happened, in the words of the web app. Of an event without a text of its own it says the
 * category.
 */
export function eventText({ type, details }: Pick<NoticeEntry, 'type' | 'details'>): Line {
  const writer = Object.hasOwn(writers, type) ? writers[type] : undefined
  return writer === undefined ? [en.categories[categoryOf(type)]] : writer(details)
}

function categoryOf(type: EventType): keyof typeof en.categories {
  return Object.hasOwn(eventCategoryOf, type) ? eventCategoryOf[type] : 'account'
}

const throughProvider = 'oauth:'

function withMethod(details: EventDetails, plain: string, withName: string): Line {
  const method = methodText(details, texts.aPassword)
  return method === null ? [plain] : fillText(withSecondFactor(details, withName), { method })
}

/** Names how the user proved their identity; `null` where it is not known. */
function methodText({ method }: EventDetails, password: string): PlainText | null {
  if (method === 'password') return plainText(password)
  if (method === 'code') return plainText(texts.aCode)
  if (method === 'passkey') return plainText(texts.aPasskey)
  return providerText(method?.startsWith(throughProvider) === true ? method.slice(throughProvider.length) : null)
}

const secondFactorTexts: Readonly<Record<SecondFactor, string>> = {
  totp: texts.andAuthenticatorCode,
  recovery_code: texts.andRecoveryCode,
  passkey: texts.andPasskey,
  trusted_device: texts.onTrustedDevice,
}

/** Adds to a text with `{method}` the second factor, as far as it is another. */
function withSecondFactor({ method, secondFactor }: EventDetails, text: string): string {
  if (secondFactor === undefined || secondFactor === method || !Object.hasOwn(secondFactorTexts, secondFactor)) {
    return text
  }
  return text.replace('{method}', secondFactorTexts[secondFactor])
}

/** A client that no user approved is what it calls itself: it has not the name of a registered one. */
function tokensIssued(details: EventDetails): Line {
  const method = methodText(details, texts.yourPassword)
  if (method === null || details.clientId === undefined) return withClient(details, texts.appSignedIn)
  return withClient(details, withSecondFactor(details, texts.scriptSignedIn), method)
}

function withClient({ clientId }: EventDetails, text: string, method: PlainText | null = null): Line {
  return fillText(text, { name: unlinkedText(clientId ?? null) ?? plainText(texts.unnamedApp), method })
}

/** With the name that the user gave a passkey. */
function withLabel({ label }: EventDetails, plain: string, withName: string): Line {
  const name = unlinkedText(label ?? null)
  return name === null ? [plain] : fillText(withName, { name })
}

function withProvider({ provider }: EventDetails, text: string): Line {
  return fillText(text, { provider: providerText(provider ?? null) ?? plainText(texts.aProvider) })
}

function emailChanged({ email }: EventDetails): Line {
  return email === undefined ? [texts.emailChanged] : fillText(texts.emailChangedTo, { email: emailText(email) })
}

function roleChanged({ role }: EventDetails): Line {
  return role === undefined ? [texts.roleChanged] : fillText(texts.roleChangedTo, { role: plainText(role) })
}

/** Adds how many sessions ended, and how many connected accounts can still sign in. */
function withCounts({ endedSessions = 0, connectedAccounts = 0 }: EventDetails, line: Line): Line {
  return [
    ...line,
    ...(endedSessions === 0 ? [] : [countedText(texts.andEnded, endedSessions)]),
    ...(connectedAccounts === 0 ? [] : [countedText(texts.andConnected, connectedAccounts)]),
  ]
}
