import { eventCategoryOf, type EventDetails, type EventType, type NoticeEntry } from '@latchkey/schema'
import { en } from '../messages/en.ts'
import { countedText, fillText, type Line } from '../messages/fill-text.ts'
import { emailText } from '../values/email-text.ts'
import { plainText, unlinkedText } from '../values/plain-text.ts'
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

function withMethod({ method }: EventDetails, plain: string, withName: string): Line {
  if (method === 'password') return fillText(withName, { method: plainText(texts.aPassword) })
  if (method === 'code') return fillText(withName, { method: plainText(texts.aCode) })
  const provider = method?.startsWith(throughProvider) === true ? method.slice(throughProvider.length) : null
  const name = providerText(provider)
  return name === null ? [plain] : fillText(withName, { method: name })
}

/** A client that had the password is what it calls itself: no user approved it under the name of a registered one. */
function tokensIssued(details: EventDetails): Line {
  const isUnapproved = details.method === 'password' && details.clientId !== undefined
  return withClient(details, isUnapproved ? texts.scriptSignedIn : texts.appSignedIn)
}

function withClient({ clientId }: EventDetails, text: string): Line {
  return fillText(text, { name: unlinkedText(clientId ?? null) ?? plainText(texts.unnamedApp) })
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
