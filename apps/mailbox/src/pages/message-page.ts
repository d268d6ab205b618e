import { frameSandbox } from '../http/content-security-policies.ts'
import type { Message } from '../messages/message.ts'
import { type Html, html } from './html.ts'
import { layout } from './layout.ts'
import { linkedText } from './linked-text.ts'
import { moment } from './moment.ts'

const views = ['html', 'text', 'source'] as const

export type View = (typeof views)[number]

const missing = { html: 'The message has no HTML.', text: 'The message has no text.' } as const

const viewNames = { html: 'HTML', text: 'Text', source: 'Source' } as const satisfies Record<View, string>

/** Returns the view that a URL names, or the first one that the message has. */
export function viewIn(url: URL, message: Message): View {
  const named = views.find((view) => view === url.searchParams.get('view'))
  if (named !== undefined) return named
  if (message.html !== null) return 'html'
  return message.text === null ? 'source' : 'text'
}

export function messagePage(message: Message, view: View): Html {
  const { id, subject, from, to, receivedAt } = message
  return layout(
    `${subject || 'No subject'} (local)`,
    html`<nav><a href="/">Mailbox</a></nav>
      <h1><bdi>${subject || 'No subject'}</bdi></h1>
      <dl>
        <dt>From</dt>
        <dd><bdi>${from}</bdi></dd>
        <dt>To</dt>
        <dd>${to.map((address) => html`<a href="/?to=${encodeURIComponent(address)}"><bdi>${address}</bdi></a>`)}</dd>
        <dt>Received</dt>
        <dd>${moment(receivedAt)}</dd>
      </dl>
      <nav class="views" aria-label="Parts">
        ${views.map((one) => html`<a href="/messages/${id}?view=${one}" ${current(one === view)}>${viewNames[one]}</a>`)}
        ${message[view] === null ? [] : html`<a class="alone" href="/messages/${id}/${view}">Show alone</a>`}
      </nav>
      ${viewed(message, view)}`,
  )
}

function current(isCurrent: boolean): Html {
  return isCurrent ? html`aria-current="page"` : html``
}

function viewed(message: Message, view: View): Html {
  if (view === 'source') return html`<pre>${message.source.toString('utf8')}</pre>`
  const content = message[view]
  if (content === null) return html`<p class="empty">${missing[view]}</p>`
  if (view === 'text') return html`<pre>${linkedText(content)}</pre>`
  return html`<iframe
    title="The HTML of the message"
    sandbox="${frameSandbox}"
    src="/messages/${message.id}/html"
  ></iframe>`
}
