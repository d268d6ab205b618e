import type { Message } from '../messages/message.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { moment } from './moment.ts'
import { reloadElement } from './reload-script.ts'

export interface Inbox {
  readonly messages: readonly Message[]
  /** The recipient whose messages these are; null for all messages. */
  readonly recipient: string | null
  readonly revision: number
  readonly smtpUrl: string
}

export function inboxPage({ messages, recipient, revision, smtpUrl }: Inbox): Html {
  return layout(
    recipient === null ? 'Mailbox (local)' : `Mailbox of ${recipient} (local)`,
    html`<h1>Mailbox (local)</h1>
      <p class="notice">
        <strong>A local stand-in, for development.</strong> Every message that is sent to <code>${smtpUrl}</code> ends
        here. Nothing is delivered, and all of it is gone when the mailbox stops.
      </p>
      ${filterForm(recipient)}
      <p class="count">
        ${countOf(messages.length, recipient)} <span data-live hidden>New ones appear by themselves.</span>
      </p>
      ${messages.length === 0 ? emptyInbox(recipient) : messageList(messages)} ${reloadElement(revision)}`,
  )
}

function filterForm(recipient: string | null): Html {
  return html`<form class="filter" method="get" action="/">
    <label for="to">Messages to</label>
    <input
      id="to"
      name="to"
      type="search"
      value="${recipient ?? ''}"
      placeholder="ada@example.com"
      autocomplete="off"
    />
    <button>Filter</button>
  </form>`
}

function countOf(count: number, recipient: string | null): Html {
  const messages = count === 0 ? 'No messages' : count === 1 ? '1 message' : `${count} messages`
  if (recipient === null) return html`${messages}.`
  return html`${messages} to <bdi>${recipient}</bdi>. <a href="/">Show all</a>.`
}

function emptyInbox(recipient: string | null): Html {
  if (recipient !== null) return html`<p class="empty">A message to this address would be here.</p>`
  return html`<p class="empty">
    The messages that the app sends would be here: codes, links and notices, the newest first. Sign up with any address
    to see one.
  </p>`
}

function messageList(messages: readonly Message[]): Html {
  return html`<ol class="messages">
    ${messages.map(
      ({ id, to, subject, receivedAt }) =>
        html`<li>
          <a href="/messages/${id}">
            <span class="to"><bdi>${to.join(', ')}</bdi></span>
            <b class="subject"><bdi>${subject || 'No subject'}</bdi></b>
            <span class="when">${moment(receivedAt)}</span>
          </a>
        </li>`,
    )}
  </ol>`
}
