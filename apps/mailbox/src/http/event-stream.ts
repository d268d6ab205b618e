import type { IncomingMessage } from 'node:http'
import type { Faults } from '../faults/faults.ts'
import type { Message } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { type Handle, urlOf } from './respond.ts'

/**
 * Sends an event for each change of the messages: the message that was added, or null when all were deleted. A client that
 * names an older revision than the current one gets an event at once. The event `waiting` follows the fault `slow`.
 * @see [HTML §9.2](https://html.spec.whatwg.org/multipage/server-sent-events.html)
 */
export function createEventStream(store: MessageStore, faults: Faults): Handle {
  return (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    const sendChange = (added: Message | null): void => {
      response.write(`id: ${store.revision}\ndata: ${JSON.stringify(summaryOf(added))}\n\n`)
    }
    response.write('retry: 1000\n\n')
    const seen = revisionSeenBy(request)
    if (seen !== null && seen !== String(store.revision)) sendChange(store.list(null)[0] ?? null)

    const endChanges = store.onChange(sendChange)
    const endWaits = faults.onWait(({ waiting }) => {
      response.write(`event: waiting\ndata: ${JSON.stringify({ waiting })}\n\n`)
    })
    response.on('close', () => {
      endChanges()
      endWaits()
    })
  }
}

/** Returns the revision that a client knows, from its last event or the page that it shows; null where it knows none. */
function revisionSeenBy(request: IncomingMessage): string | null {
  const lastEventId = request.headers['last-event-id']
  return typeof lastEventId === 'string' ? lastEventId : urlOf(request).searchParams.get('after')
}

function summaryOf(message: Message | null): Pick<Message, 'id' | 'to' | 'subject'> | null {
  return message === null ? null : { id: message.id, to: message.to, subject: message.subject }
}
