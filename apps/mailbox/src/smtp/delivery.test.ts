import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SmtpDialogue } from '../../test/support/smtp-dialogue.ts'
import { TestMailbox } from '../../test/support/test-mailbox.ts'

const now = new Date('2100-01-01T12:00:00Z')

let mailbox: TestMailbox
beforeAll(async () => {
  mailbox = await TestMailbox.start({ now: () => now })
})
afterAll(() => mailbox.close())
beforeEach(() => mailbox.deleteAll())

describe('a message', () => {
  it('is stored with its headers and both parts', async () => {
    const { messageId } = await mailbox.send({
      to: 'Ada <ada@example.com>',
      subject: 'Ihr Schlüssel 🗝',
      text: 'Grüße\n',
      html: '<p>Grüße</p>',
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    expect(await mailbox.messages()).toEqual([
      {
        id: expect.any(String),
        messageId,
        from: '"Latchkey" <no-reply@localhost>',
        to: ['ada@example.com'],
        subject: 'Ihr Schlüssel 🗝',
        text: 'Grüße\n',
        html: '<p>Grüße</p>',
        headers: expect.objectContaining({ 'auto-submitted': 'auto-generated', 'message-id': messageId }),
        receivedAt: now.toISOString(),
      },
    ])
  })

  it('has null for a part that was not sent', async () => {
    await mailbox.send({ html: '<p>Hello</p>' })
    expect(await mailbox.newest()).toMatchObject({ text: null, html: '<p>Hello</p>\n', subject: '' })
    await mailbox.send({ text: 'Hello' })
    expect(await mailbox.newest()).toMatchObject({ text: 'Hello\n', html: null })
  })

  it('is for the recipients of the envelope, hidden ones too', async () => {
    await mailbox.send({ to: 'ada@example.com', cc: 'bob@example.com', bcc: 'eve@example.com' })
    const { to, headers } = await mailbox.newest()
    expect(to).toEqual(['ada@example.com', 'bob@example.com', 'eve@example.com'])
    expect(headers).not.toHaveProperty('bcc')
  })

  it('is stored as it was sent, byte for byte', async () => {
    const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
    await dialogue.begin('ada@example.com')
    expect(await dialogue.say('Subject: Dots\r\nX: a\r\nX: b\r\n\r\n..one\r\n.')).toMatch(/^250 /)
    dialogue.close()
    const { id, headers, from } = await mailbox.newest()
    expect(await mailbox.text(`/messages/${id}/source`)).toBe('Subject: Dots\r\nX: a\r\nX: b\r\n\r\n.one\r\n')
    expect(headers).toEqual({ subject: 'Dots', x: 'a, b' })
    expect(from).toBe('no-reply@localhost')
  })

  it('without any structure is stored too', async () => {
    const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
    await dialogue.begin('ada@example.com')
    expect(await dialogue.say('\r\n.')).toMatch(/^250 /)
    await dialogue.begin('bob@example.com')
    const parts = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n' + '--b\r\n\r\nx\r\n'.repeat(2000)
    expect(await dialogue.say(`${parts}.`)).toMatch(/^250 /)
    dialogue.close()
    const messages = await mailbox.messages()
    expect(messages.map(({ to, subject }) => [...to, subject])).toEqual([
      ['bob@example.com', ''],
      ['ada@example.com', ''],
    ])
  })

  it('that ends with its connection is not stored', async () => {
    const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
    await dialogue.begin('ada@example.com')
    dialogue.send('Subject: Half\r\n\r\nHal')
    dialogue.close()
    await mailbox.send({ subject: 'Whole' })
    expect((await mailbox.messages()).map(({ subject }) => subject)).toEqual(['Whole'])
  })
})

describe('line breaks in a subject', () => {
  it('add no header', async () => {
    await mailbox.send({ subject: 'Code\r\nBcc: eve@example.com\r\n\r\nBody' })
    expect(await mailbox.newest()).toMatchObject({ subject: 'Code Bcc: eve@example.com Body', to: ['ada@example.com'] })
    expect((await mailbox.newest()).headers).not.toHaveProperty('bcc')
  })

  it('that are encoded are decoded to spaces', async () => {
    const encoded = `=?utf-8?B?${Buffer.from('One\r\n\u0000data: two').toString('base64')}?=`
    const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
    await dialogue.begin('ada@example.com')
    await dialogue.say(`Subject: ${encoded}\r\n\r\n.`)
    dialogue.close()
    expect((await mailbox.newest()).subject).toBe('One data: two')
  })
})

describe('the limits', () => {
  it('refuse a message of more than 1 MB, announced or not', async () => {
    const text = `${'x'.repeat(70)}\r\n`.repeat(15_000)
    await expect(mailbox.send({ text })).rejects.toMatchObject({ responseCode: 552 })

    const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
    await dialogue.begin('ada@example.com')
    expect(await dialogue.say(`Subject: Huge\r\n\r\n${text}.`)).toMatch(/^552 /)
    expect(await mailbox.messages()).toEqual([])
    await dialogue.begin('ada@example.com')
    expect(await dialogue.say('Subject: Small\r\n\r\n.')).toMatch(/^250 /)
    dialogue.close()
    expect((await mailbox.newest()).subject).toBe('Small')
  })

  it('refuse the recipients after the hundredth', async () => {
    const recipients = Array.from({ length: 101 }, (_, index) => `user-${index}@example.com`)
    const { rejected } = await mailbox.send({ to: recipients })
    expect(rejected).toEqual(['user-100@example.com'])
    expect((await mailbox.newest()).to).toEqual(recipients.slice(0, 100))
  })

  it('leave the newest 500 messages', async () => {
    const transport = createTransport({ ...addressOf(mailbox.smtpUrl), pool: true, maxMessages: Infinity })
    const numbers = Array.from({ length: 503 }, (_, index) => index)
    for (const number of numbers) {
      await transport.sendMail({ from: 'no-reply@localhost', to: 'ada@example.com', subject: `Message ${number}` })
    }
    transport.close()
    const subjects = (await mailbox.messages()).map(({ subject }) => subject)
    expect(subjects).toHaveLength(500)
    expect([subjects[0], subjects[499]]).toEqual(['Message 502', 'Message 3'])
  })
})

it('has no encryption and no authentication to offer, and takes nothing of HTTP', async () => {
  const dialogue = await SmtpDialogue.open(mailbox.smtpUrl)
  expect(await dialogue.say('STARTTLS')).toMatch(/^500 /)
  expect(await dialogue.say('AUTH PLAIN')).toMatch(/^500 /)
  expect(await dialogue.say('POST / HTTP/1.1')).toMatch(/^421 /)
  expect(await dialogue.reply()).toBeNull()
})

function addressOf(smtpUrl: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(smtpUrl)
  return { host: hostname, port: Number(port) }
}
