import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { EventReader } from '../../test/support/event-reader.ts'
import { SmtpDialogue } from '../../test/support/smtp-dialogue.ts'
import { TestMailbox } from '../../test/support/test-mailbox.ts'
import { faultIn } from './fault.ts'

let mailbox: TestMailbox
beforeAll(async () => {
  mailbox = await TestMailbox.start()
})
afterAll(() => mailbox.close())
beforeEach(async () => {
  await mailbox.setFaults({ kind: 'none' })
  await mailbox.deleteAll()
})

const subjects = async (): Promise<readonly string[]> => (await mailbox.messages()).map(({ subject }) => subject)
const state = async (): Promise<unknown> => (await mailbox.get('/api/faults')).json()

it.each([
  ['ada+refuse@example.com', 'refuse'],
  ['ada+x+DEFER@example.com', 'defer'],
  ['ada+cut-after-data@example.com', 'cut-after-data'],
  ['ada+refuse+x@example.com', null],
  ['ada+none@example.com', null],
  ['refuse@example.com', null],
  ['ada@a+refuse@example.com', null],
  ['+constructor@example.com', null],
])('the address %s asks for %s', (address, fault) => {
  expect(faultIn(address)).toBe(fault)
})

describe.each([
  ['refuse', 550],
  ['defer', 451],
] as const)('%s', (kind, responseCode) => {
  it(`answers a recipient with its tag with ${responseCode}, and others not`, async () => {
    const to = [`ada+${kind}@example.com`, 'bob@example.com']
    await expect(mailbox.send({ to: to[0] })).rejects.toMatchObject({ code: 'EENVELOPE', responseCode })
    expect(await subjects()).toEqual([])
    expect((await mailbox.send({ to })).rejected).toEqual([to[0]])
    expect((await mailbox.newest()).to).toEqual(['bob@example.com'])
  })

  it(`answers as many recipients as were set with ${responseCode}`, async () => {
    await mailbox.setFaults({ kind, count: 2 })
    await expect(mailbox.send({})).rejects.toMatchObject({ responseCode })
    expect(await state()).toEqual({ kind, count: 1, waiting: 0 })
    await expect(mailbox.send({})).rejects.toMatchObject({ responseCode })
    await mailbox.send({ subject: 'Third' })
    expect(await subjects()).toEqual(['Third'])
    expect(await state()).toEqual({ kind: 'none', count: 0, waiting: 0 })
  })
})

describe('slow', () => {
  it.each(['ada@example.com', 'ada+slow@example.com'])('keeps %s waiting until it is told to answer', async (to) => {
    const events = await EventReader.open(`${mailbox.url}/api/events`)
    if (to === 'ada@example.com') await mailbox.setFaults({ kind: 'slow' })
    const sent = mailbox.send({ to, subject: 'Slow' })
    expect(await events.next()).toMatchObject({ type: 'waiting', data: { waiting: 1 } })
    expect(await state()).toEqual({ kind: 'none', count: 0, waiting: 1 })
    await mailbox.send({ to: 'bob@example.com', subject: 'Meanwhile' })
    expect(await subjects()).toEqual(['Meanwhile'])
    await mailbox.setFaults({ kind: 'none' })
    expect((await sent).accepted).toEqual([to])
    events.close()
    expect(await subjects()).toEqual(['Slow', 'Meanwhile'])
  })

  it('forgets a client that leaves', async () => {
    const events = await EventReader.open(`${mailbox.url}/api/events`)
    const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
    await dialogue.say('MAIL FROM:<no-reply@localhost>')
    dialogue.send('RCPT TO:<ada+slow@example.com>\r\n')
    expect(await events.next()).toMatchObject({ data: { waiting: 1 } })
    dialogue.close()
    expect(await events.next()).toMatchObject({ data: { waiting: 0 } })
    events.close()
  })
})

describe('cut-before-data', () => {
  it('closes the connection when the message would begin, and stores nothing', async () => {
    const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
    expect(await dialogue.begin('ada+cut-before-data@example.com')).toBeNull()
    await mailbox.setFaults({ kind: 'cut-before-data', count: 1 })
    await expect(mailbox.send({ subject: 'Cut' })).rejects.toMatchObject({ code: 'ECONNECTION' })
    await mailbox.send({ subject: 'Next' })
    expect(await subjects()).toEqual(['Next'])
  })
})

describe('cut-after-data', () => {
  it('stores the message, and closes the connection without an answer', async () => {
    const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
    expect(await dialogue.begin('ada+cut-after-data@example.com')).toMatch(/^354 /)
    expect(await dialogue.say('Subject: First\r\n\r\nHello\r\n.')).toBeNull()
    expect(await subjects()).toEqual(['First'])
    await mailbox.setFaults({ kind: 'cut-after-data' })
    await expect(mailbox.send({ subject: 'Second' })).rejects.toMatchObject({ code: 'ECONNECTION' })
    await mailbox.send({ subject: 'Third' })
    expect(await subjects()).toEqual(['Third', 'Second', 'First'])
  })
})

describe('the API', () => {
  it('answers with what is set, and ends it with none', async () => {
    expect(await (await mailbox.setFaults({ kind: 'defer', count: 7 })).json()).toEqual({
      kind: 'defer',
      count: 7,
      waiting: 0,
    })
    expect(await (await mailbox.setFaults({ kind: 'none' })).json()).toMatchObject({ kind: 'none', count: 0 })
    await mailbox.send({ subject: 'Accepted' })
    expect(await subjects()).toEqual(['Accepted'])
  })

  it.each([
    {},
    [],
    null,
    'refuse',
    { kind: 'explode' },
    { kind: 'refuse', count: 0 },
    { kind: 'refuse', count: 1.5 },
    { kind: 'refuse', count: '2' },
    { kind: 'refuse', count: 1e9 },
    { kind: 'refuse', padding: 'x'.repeat(5000) },
  ])('refuses %j', async (body) => {
    const response = await mailbox.setFaults(body)
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: expect.stringContaining('cut-after-data') },
    ])
    expect(await state()).toMatchObject({ kind: 'none' })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'refuses %s, which a page of another site can send',
    async (type) => {
      const body = JSON.stringify({ kind: 'refuse' })
      const init = { method: 'POST', headers: { 'content-type': type }, body }
      expect((await fetch(`${mailbox.url}/api/faults`, init)).status).toBe(400)
      expect(await state()).toMatchObject({ kind: 'none' })
    },
  )
})
