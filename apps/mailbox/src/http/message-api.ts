import type { Message } from '../messages/message.ts'
import type { MessageStore } from '../messages/message-store.ts'
import { recipientIn } from './recipient-in.ts'
import { type Handle, sendJson, urlOf } from './respond.ts'

/** Sends the messages, the newest first; with `?to=` those to a recipient. */
export function listMessages(store: MessageStore): Handle {
  return (request, response) => {
    sendJson(response, 200, store.list(recipientIn(urlOf(request))).map(withoutSource))
  }
}

export function deleteMessages(store: MessageStore): Handle {
  return (_request, response) => {
    store.deleteAll()
    response.writeHead(204).end()
  }
}

function withoutSource({ source: _source, ...message }: Message): Omit<Message, 'source'> {
  return message
}
