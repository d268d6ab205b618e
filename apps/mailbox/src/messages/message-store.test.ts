import { expect, it } from 'vitest'
import type { NewMessage } from './message.ts'
import { MessageStore, storeLimits } from './message-store.ts'

function message(subject: string, bytes = 0): NewMessage {
  return {
    messageId: null,
    from: 'no-reply@localhost',
    to: ['Ada@example.com'],
    subject,
    text: null,
    html: null,
    headers: {},
    receivedAt: new Date('2100-01-01'),
    source: Buffer.alloc(bytes),
  }
}

const subjectsOf = (store: MessageStore): readonly string[] => store.list(null).map(({ subject }) => subject)

it('drops the oldest messages above the limit of bytes', () => {
  const store = new MessageStore()
  const half = storeLimits.sourceBytes / 2
  store.add(message('first', half))
  store.add(message('second', half))
  expect(subjectsOf(store)).toEqual(['second', 'first'])
  store.add(message('third', 1))
  expect(subjectsOf(store)).toEqual(['third', 'second'])
  expect(store.find('1')).toBeNull()
})

it('finds the messages of a recipient in any case', () => {
  const store = new MessageStore()
  store.add(message('first'))
  expect(store.list('aDA@example.com')).toHaveLength(1)
  expect(store.list('da@example.com')).toEqual([])
})

it('gives no id again after a deletion', () => {
  const store = new MessageStore()
  store.add(message('first'))
  store.deleteAll()
  store.add(message('second'))
  expect(store.list(null).map(({ id }) => id)).toEqual(['2'])
})
