import { afterAll, beforeAll, expect, it } from 'vitest'
import { EventReader } from '../../test/support/event-reader.ts'
import { TestMailbox } from '../../test/support/test-mailbox.ts'

let mailbox: TestMailbox
beforeAll(async () => {
  mailbox = await TestMailbox.start()
})
afterAll(() => mailbox.close())

const revisionOfInbox = async (): Promise<string> =>
  /data-revision="(\d+)"/.exec(await mailbox.text('/'))?.[1] ?? 'none'

it('tells of each message that arrives, and of a deletion', async () => {
  const events = await EventReader.open(`${mailbox.url}/api/events?after=${await revisionOfInbox()}`)
  await mailbox.send({ subject: 'First' })
  const [{ id }] = [await mailbox.newest()]
  expect(await events.next()).toEqual({
    type: 'message',
    id: await revisionOfInbox(),
    data: { id, to: ['ada@example.com'], subject: 'First' },
  })
  await mailbox.deleteAll()
  expect(await events.next()).toMatchObject({ type: 'message', data: null })
  events.close()
})

it('tells at once of what arrived after the page was made', async () => {
  const before = await revisionOfInbox()
  await mailbox.send({ subject: 'Between' })
  const events = await EventReader.open(`${mailbox.url}/api/events?after=${before}`)
  expect(await events.next()).toMatchObject({ data: { subject: 'Between' } })
  events.close()
})

it('goes on from the last event of a client that connects again', async () => {
  const before = await revisionOfInbox()
  await mailbox.send({ subject: 'Seen' })
  const seen = await revisionOfInbox()
  const path = `${mailbox.url}/api/events?after=${before}`
  const events = await EventReader.open(path, { 'last-event-id': seen })
  await mailbox.send({ subject: 'New' })
  expect(await events.next()).toMatchObject({ data: { subject: 'New' } })
  events.close()
})

it('ends when the mailbox closes', async () => {
  const other = await TestMailbox.start()
  const events = await EventReader.open(`${other.url}/api/events`)
  const [next] = await Promise.allSettled([events.next(), other.close()])
  expect(next.status).toBe('rejected')
})
