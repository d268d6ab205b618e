import { challengePurposes, type EventType, type MailOrigin, noticeKinds, type SecondFactor } from '@latchkey/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mail, RenderedMail } from '../src/mail.ts'
import { renderMail } from '../src/render-mail.ts'
import { linksOf, readHtml, tagsOf } from './support/read-html.ts'
import { expiresAt, noticeEntry, origin, secret, site } from './support/sample-mails.ts'

/** Each has something to read, so that as many parts are shown as for a harmless value. */
const hostile = [
  '<script>alert(1)</script>',
  '</style></title></td></table><img src=x onerror=alert(1)>',
  '"><a href="https://evil.example/">here</a>',
  `' onmouseover='alert(1)`,
  '&lt;b&gt;&#x3c;i&#62;&amp;',
  '<!-- comment --> ]]> <![CDATA[ x',
  'name\r\nBcc: eve@example.com\r\n\r\nBody',
  'a\nb\rc\u0085d\u2028e\u2029f\vg\fh',
  'nul\0bell\u0007escape\u001B[2Jdelete\u007Fnext\u009F',
  'right\u202Eto left\u202C \u202A\u202B\u202D\u2066\u2067\u2068\u2069',
  'marks\u200E\u200F\u061C',
  'zero\u200Bwidth\u200C\u200D\u2060\uFEFF\u00AD\u034F\u180E\u3164',
  'lone\uD800surrogate\uDFFF',
  'x'.repeat(5000),
  'https://evil.example/sign-in?a=b#c',
  'javascript:alert(1)',
  '{host}{name}{count}{email}$&$1',
  'constructor',
  '__proto__',
  'مرحبا <b>',
  '🔑'.repeat(200),
  ' spaces   everywhere ',
]

type MakeMail = (value: string) => Mail

const originFields = ['device', 'ip', 'place'] as const satisfies readonly (keyof MailOrigin)[]

function withOrigins(name: string, make: (changed: MailOrigin) => Mail): readonly (readonly [string, MakeMail])[] {
  return originFields.map((field) => [`${name}: ${field}`, (value) => make({ ...origin, [field]: value })])
}

function noticeWith(type: EventType, detail: string): readonly [string, MakeMail] {
  return [
    `${type}: ${detail}`,
    (value) => ({ kind: 'notice', notice: 'client', entries: [noticeEntry(type, { [detail]: value })] }),
  ]
}

/** Every field of every kind that holds what another machine or person sent. */
const fields: readonly (readonly [string, MakeMail])[] = [
  ...challengePurposes.flatMap((kind) => [
    ...withOrigins(kind, (changed) => ({ kind, origin: changed, expiresAt, secret })),
    [`${kind}: code`, (code: string) => ({ kind, origin, expiresAt, secret: { ...secret, code } })] as const,
    [`${kind}: token`, (token: string) => ({ kind, origin, expiresAt, secret: { ...secret, token } })] as const,
  ]),
  ...(['address_taken', 'no_account'] as const).flatMap((kind) =>
    withOrigins(kind, (changed) => ({ kind, origin: changed })),
  ),
  ...withOrigins('undo_email_change', (changed) => ({
    kind: 'undo_email_change',
    newEmail: 'ada@example.com',
    origin: changed,
    expiresAt,
    secret,
  })),
  ['undo_email_change: newEmail', (newEmail) => ({ kind: 'undo_email_change', newEmail, origin, expiresAt, secret })],
  [
    'undo_email_change: token',
    (token) => ({
      kind: 'undo_email_change',
      newEmail: 'ada@example.com',
      origin,
      expiresAt,
      secret: { code: null, token },
    }),
  ],
  ...noticeKinds.flatMap((notice) => [
    ...withOrigins(notice, (changed) => ({
      kind: 'notice',
      notice,
      entries: [noticeEntry('signed_in', {}, { origin: changed })],
    })),
    ...withOrigins(`several of ${notice}`, (changed) => ({
      kind: 'notice',
      notice,
      entries: [noticeEntry('signed_in', {}, { origin: changed }), noticeEntry('signed_in')],
    })),
  ]),
  [
    'notice: eventId',
    (eventId) => ({ kind: 'notice', notice: 'role', entries: [noticeEntry('role_changed', {}, { eventId })] }),
  ],
  ['notice: type', (type) => ({ kind: 'notice', notice: 'role', entries: [noticeEntry(type as EventType)] })],
  [
    'signed_in: provider',
    (id) => ({ kind: 'notice', notice: 'new_sign_in', entries: [noticeEntry('signed_in', { method: `oauth:${id}` })] }),
  ],
  noticeWith('signed_in', 'method'),
  [
    'signed_in: secondFactor',
    (secondFactor) => ({
      kind: 'notice',
      notice: 'new_sign_in',
      entries: [noticeEntry('signed_in', { method: 'password', secondFactor: secondFactor as SecondFactor })],
    }),
  ],
  noticeWith('passkey_added', 'label'),
  noticeWith('passkey_removed', 'label'),
  noticeWith('client_approved', 'clientId'),
  noticeWith('tokens_issued', 'clientId'),
  [
    'tokens_issued: clientId with a password',
    (clientId) => ({
      kind: 'notice',
      notice: 'client',
      entries: [noticeEntry('tokens_issued', { clientId, method: 'password' })],
    }),
  ],
  noticeWith('identity_linked', 'provider'),
  noticeWith('identity_unlinked', 'provider'),
  noticeWith('role_changed', 'role'),
  noticeWith('email_changed', 'email'),
]

const forbidden = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}]|(?!\n)\p{Cc}/u

function expectHarmless(mail: RenderedMail, like: RenderedMail): void {
  expect(mail.subject).toBe(like.subject)
  expect(mail.text).not.toMatch(forbidden)
  expect(mail.html).not.toMatch(forbidden)
  expect(mail.text.split('\n')).toHaveLength(like.text.split('\n').length)
  expect(tagsOf(mail.html)).toEqual(tagsOf(like.html))
  expect(linksOf(mail.html)).toHaveLength(linksOf(like.html).length)
  expect(linksOf(mail.html).filter((address) => !address.startsWith('https://auth.example.com/'))).toEqual([])
}

describe.each(fields)('%s', (_name, make) => {
  const like = renderMail(make('harmless'), site)

  it('changes neither the structure nor the links of a message, whatever it is', () => {
    for (const value of hostile) expectHarmless(renderMail(make(value), site), like)
  })

  it('changes neither with random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expectHarmless(renderMail(make(`x${value}`), site), like)
      }),
      { numRuns: 50 },
    )
  })
})

describe('a free name', () => {
  it('is shown as it is where it is harmless, and in HTML apart from the direction of the text around it', () => {
    const mail = renderMail(
      { kind: 'notice', notice: 'client', entries: [noticeEntry('client_approved', { clientId: 'a <b> & "c"' })] },
      site,
    )
    expect(mail.text).toContain('Approved a <b> & "c"')
    expect(mail.html).toContain('Approved <bdi>a &lt;b&gt; &amp; &quot;c&quot;</bdi>')
    expect(readHtml(mail.html)).toContain('Approved a <b> & "c"')
  })

  it('can’t become a link to another site in a mail program', () => {
    const mail = renderMail(
      {
        kind: 'notice',
        notice: 'client',
        entries: [noticeEntry('tokens_issued', { clientId: 'https://evil.example', method: 'password' })],
      },
      site,
    )
    expect(`${mail.text}${mail.html}`).not.toMatch(/evil\.example|:\/\/evil/)
  })
})
