import { readFileSync } from 'node:fs'
import type { Faults } from './faults/faults.ts'
import { createEventStream } from './http/event-stream.ts'
import { setFaults, showFaults } from './http/fault-api.ts'
import { deleteMessages, listMessages } from './http/message-api.ts'
import { recipientIn } from './http/recipient-in.ts'
import { type Handle, sendMessageHtml, sendPage, sendStyle, sendText, urlOf } from './http/respond.ts'
import { openLinksInNewTab } from './messages/open-links-in-new-tab.ts'
import type { Message } from './messages/message.ts'
import type { MessageStore } from './messages/message-store.ts'
import { inboxPage } from './pages/inbox-page.ts'
import { messagePage, viewIn } from './pages/message-page.ts'
import { problemPage } from './pages/problem-page.ts'

export interface RouteOptions {
  readonly store: MessageStore
  readonly faults: Faults
  readonly smtpUrl: string
}

/** The handlers of a path by their methods. */
type Route = Readonly<Partial<Record<string, Handle>>>

const style = readFileSync(new URL('pages/style.css', import.meta.url))

const notFound: Handle = (_request, response) =>
  sendPage(response, 404, problemPage('Not found', 'There is no page at this address.'))

const unknownMessage: Handle = (_request, response) =>
  sendPage(response, 404, problemPage('No such message', 'It was deleted, or the mailbox was started again since.'))

/** Routes a request by its path and method. */
export function createRoutes({ store, faults, smtpUrl }: RouteOptions): Handle {
  const inbox: Handle = (request, response) => {
    const recipient = recipientIn(urlOf(request))
    const messages = store.list(recipient)
    sendPage(response, 200, inboxPage({ messages, recipient, revision: store.revision, smtpUrl }))
  }
  const routes: Readonly<Partial<Record<string, Route>>> = {
    '/': { GET: inbox },
    '/style.css': { GET: (_request, response) => sendStyle(response, style) },
    '/api/messages': { GET: listMessages(store), DELETE: deleteMessages(store) },
    '/api/events': { GET: createEventStream(store, faults) },
    '/api/faults': { GET: showFaults(faults), POST: setFaults(faults) },
  }
  return (request, response) => {
    const { pathname } = urlOf(request)
    const route = routes[pathname] ?? messageRoute(store, pathname)
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
    if (route === undefined) return notFound(request, response)
    const handle = route[method]
    if (handle !== undefined) return handle(request, response)
    response.setHeader('allow', Object.keys(route).join(', '))
    sendText(response, 405, 'There is no such method at this address.')
  }
}

/** Returns the route of a message or of one of its parts. */
function messageRoute(store: MessageStore, pathname: string): Route | undefined {
  const [, id, part] = /^\/messages\/([^/]+)(?:\/(html|text|source))?$/.exec(pathname) ?? []
  if (id === undefined) return undefined
  const message = store.find(id)
  return { GET: message === null ? unknownMessage : sendPart(message, part) }
}

function sendPart(message: Message, part: string | undefined): Handle {
  return (request, response) => {
    if (part === undefined) return sendPage(response, 200, messagePage(message, viewIn(urlOf(request), message)))
    if (part === 'source') return sendText(response, 200, message.source)
    if (part === 'text' && message.text !== null) return sendText(response, 200, message.text)
    if (part === 'html' && message.html !== null) return sendMessageHtml(response, openLinksInNewTab(message.html))
    sendPage(response, 404, problemPage('No such part', `The message has no part for ${part}.`))
  }
}
