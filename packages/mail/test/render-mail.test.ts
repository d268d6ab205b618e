import { challengePurposes, type EventType, type NoticeKind, noticeKinds } from '@latchkey/schema'
import { describe, expect, it } from 'vitest'
import type { Mail, RenderedMail } from '../src/mail.ts'
import { en } from '../src/messages/en.ts'
import { renderMail } from '../src/render-mail.ts'
import { linksOf, readHtml } from './support/read-html.ts'
import { expiresAt, noticeEntries, noticeEntry, origin, sampleMails, secret, site } from './support/sample-mails.ts'

const render = (mail: Mail): RenderedMail => renderMail(mail, site)

function sample(name: string): RenderedMail {
  const mail = sampleMails[name]
  if (mail === undefined) throw new Error(`There is no sample ${name}.`)
  return render(mail)
}

/** Expects a sentence in the text and in the HTML. */
function expectInBoth({ text, html }: RenderedMail, sentence: string): void {
  expect(text).toContain(sentence)
  expect(readHtml(html)).toContain(sentence)
}

/** What the lines of a text say: without addresses, marks of lists and labels, which HTML has in other places. */
function textParts(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.includes('https://'))
    .map((line) => line.trim().replace(/^- |^(?:When|Device|IP address|Approximate location): |:$/g, ''))
}

const asked = ['1 December 2026, 14:05 UTC', 'Chrome on macOS', '203.0.113.7', 'Berlin, Germany']

describe.each(Object.keys(sampleMails))('the message %s', (name) => {
  it('has a subject, and says the same in text and HTML', () => {
    const { subject, text, html } = sample(name)
    expect(subject).toMatch(/^[^\n{}]{5,60}$/)
    for (const part of textParts(text)) expect(readHtml(html)).toContain(part)
    expect(text).not.toMatch(/[{}]|undefined|null|\[object/)
    expect(readHtml(html)).not.toMatch(/[{}]|undefined|null|\[object/)
  })

  it('links to the site alone, with the same addresses in text and HTML', () => {
    const { text, html } = sample(name)
    const inText = text.match(/\bhttps?:\S+/g) ?? []
    expect(inText.length).toBeGreaterThan(0)
    expect(new Set(linksOf(html))).toEqual(new Set(inText))
    expect(inText.filter((address) => !address.startsWith('https://auth.example.com/'))).toEqual([])
  })

  it('takes nothing from elsewhere, and has no script', () => {
    const { html } = sample(name)
    expect(html).not.toMatch(
      /<(?:script|img|link|iframe|object|form|video|svg)\b|\bsrc=|url\(|@import|@font-face|\bon\w+=/i,
    )
  })

  it('is a page with a language, a title, a heading and both colour schemes', () => {
    const { subject, html } = sample(name)
    expect(html).toMatch(/^<!doctype html>\s*<html lang="en" dir="ltr">/)
    expect(html).toContain('<meta name="color-scheme" content="light dark" />')
    expect(html).toContain('@media (prefers-color-scheme:dark)')
    expect(html).toContain(`<title>${subject}</title>`)
    expect(html.match(/<h1\b/g)).toHaveLength(1)
    expect(html).toMatch(/<div style="display:none;[^"]*">\s*\S/)
  })

  it('has each class that it uses in the style sheet for dark', () => {
    const { html } = sample(name)
    const used = new Set(Array.from(html.matchAll(/class="(lk-\w+)"/g), ([, one = '']) => one))
    expect([...used].filter((one) => !html.includes(`.${one}{`))).toEqual([])
    expect(used.size).toBeGreaterThan(4)
  })
})

describe.each(challengePurposes)('the message with a code for %s', (kind) => {
  const mail = render({ kind, origin, expiresAt, secret })

  it('shows the code in two halves', () => {
    expectInBoth(mail, 'BCDF-GHJK')
    expect(`${mail.text}${mail.html}`).not.toContain('BCDFGHJK')
  })

  it('has neither the code nor the token in the subject and in the preview', () => {
    const [, preview = ''] = /display:none[^>]*>([\s\S]*?)<\/div>/.exec(mail.html) ?? []
    expect(`${mail.subject}${preview}`).not.toMatch(/BCDF|GHJK|tkn_/)
  })

  it('has a link with the token in the fragment', () => {
    expect(new Set(linksOf(mail.html))).toEqual(new Set([`https://auth.example.com/confirm#${secret.token}`]))
  })

  it('says how long it works, from where it was asked for, and what to do otherwise', () => {
    expectInBoth(mail, 'The code and the link work for 10 minutes, and once.')
    for (const value of asked) expectInBoth(mail, value)
    expectInBoth(mail, 'If it wasn’t you')
    expectInBoth(mail, 'Ignore this message')
    expectInBoth(mail, 'Never tell anyone the code.')
  })

  it('has a subject of its own', () => {
    expect(mail.subject).toBe(en.challenges[kind].subject)
  })
})

describe('a message with a link and no code', () => {
  const mail = render({
    kind: 'sign_in',
    origin,
    expiresAt: '2026-12-01T14:06:00.000Z',
    secret: { ...secret, code: null },
  })

  it('speaks of no code', () => {
    expect(`${mail.text}${readHtml(mail.html)}`).not.toMatch(/\bcode\b(?! to sign in)/)
    expectInBoth(mail, 'The link works for 1 minute, and once.')
    expect(linksOf(mail.html)).toContain(`https://auth.example.com/confirm#${secret.token}`)
  })
})

describe('what is known of a request', () => {
  it('leaves out what is not known', () => {
    const unknown = { at: origin.at, device: null, ip: null, place: null }
    const { text, html } = render({ kind: 'no_account', origin: unknown })
    expect(text).toContain('When: 1 December 2026')
    expect(`${text}${html}`).not.toMatch(/Device|IP address|Approximate location/)
  })
})

describe('the message about a taken address', () => {
  it('leads to signing in and to a new password', () => {
    const mail = sample('address_taken')
    expect(new Set(linksOf(mail.html))).toEqual(
      new Set(['https://auth.example.com/sign-in', 'https://auth.example.com/forgot-password']),
    )
    for (const value of asked) expectInBoth(mail, value)
  })
})

describe('the message about an address without an account', () => {
  it('leads to signing up and to another address', () => {
    const mail = sample('no_account')
    expect(new Set(linksOf(mail.html))).toEqual(
      new Set(['https://auth.example.com/sign-up', 'https://auth.example.com/forgot-password']),
    )
    for (const value of asked) expectInBoth(mail, value)
  })
})

describe('the message to the old address', () => {
  it('names the new one, until when the change can be taken back, and what that ends', () => {
    const mail = sample('undo_email_change')
    expectInBoth(mail, 'ada@bücher.example (xn--bcher-kva.example)')
    expectInBoth(mail, 'Until 8 December 2026, 14:05 UTC')
    expectInBoth(
      mail,
      'ends everything that is signed in, and removes the password, all passkeys and all connected accounts',
    )
    expect(new Set(linksOf(mail.html))).toEqual(new Set([`https://auth.example.com/undo-email-change#${secret.token}`]))
    for (const value of asked) expectInBoth(mail, value)
  })
})

describe.each(noticeKinds)('a notice of the kind %s', (notice) => {
  const type: EventType = 'signed_in'

  it('has the subject of its kind for one event and for several', () => {
    const one = render({ kind: 'notice', notice, entries: noticeEntries(1, type) })
    const several = render({ kind: 'notice', notice, entries: noticeEntries(3, type) })
    expect([one.subject, several.subject]).toEqual([en.notices[notice].subject, en.notices[notice].subject])
  })

  it('tells of one event what, when, with what, from where, and leads to it', () => {
    const mail = render({ kind: 'notice', notice, entries: [noticeEntry(type, { method: 'password' })] })
    expectInBoth(mail, 'Signed in with a password')
    expectInBoth(mail, 'See this event')
    for (const value of asked) expectInBoth(mail, value)
    expect(new Set(linksOf(mail.html))).toEqual(new Set(['https://auth.example.com/events/event-1']))
  })

  it('sums up several', () => {
    const mail = render({ kind: 'notice', notice, entries: noticeEntries(3, type) })
    expectInBoth(mail, en.notices[notice].several.other.replace('{count}', '3'))
    expect(linksOf(mail.html)).toHaveLength(3)
  })
})

it('no two notices have the same subject', () => {
  const subjects = noticeKinds.map((kind: NoticeKind) => en.notices[kind].subject)
  expect(new Set(subjects).size).toBe(noticeKinds.length)
})

describe('a notice of many events', () => {
  const eventsOf = (count: number): readonly string[] => {
    const { html } = render({ kind: 'notice', notice: 'new_sign_in', entries: noticeEntries(count, 'signed_in') })
    return linksOf(html).map((address) => address.split('/').at(-1) ?? '')
  }

  it('lists the latest ten, and says how many more there are', () => {
    const shuffled = noticeEntries(22, 'signed_in')
      .toSorted((a, b) => a.eventId.localeCompare(b.eventId))
      .toReversed()
    const mail = render({ kind: 'notice', notice: 'new_sign_in', entries: shuffled })
    expect(linksOf(mail.html)).toEqual(
      Array.from({ length: 10 }, (_, index) => `https://auth.example.com/events/event-${index}`),
    )
    expectInBoth(mail, '22 new sign-ins to your account')
    expectInBoth(mail, 'and 12 more')
  })

  it('lists all of ten, and of eleven ten', () => {
    expect(eventsOf(10)).toHaveLength(10)
    expect(sample('notice_of_several').text).toContain('and 4 more')
    expect(render({ kind: 'notice', notice: 'role', entries: noticeEntries(10, 'role_changed') }).text).not.toContain(
      'more',
    )
    expect(eventsOf(11)).toHaveLength(10)
  })

  it('is a fault without an event', () => {
    expect(() => render({ kind: 'notice', notice: 'role', entries: [] })).toThrow('at least one entry')
  })
})

describe('the links', () => {
  it('go to the origin of the public address, whatever else is in it', () => {
    const publicUrl = new URL('https://user:secret@auth.example.com:8443/path?query#fragment')
    const { text, html } = renderMail({ kind: 'address_taken', origin }, { publicUrl })
    expect(linksOf(html)).toContain('https://auth.example.com:8443/sign-in')
    expect(`${text}${html}`).not.toMatch(/secret|\/path|query|#fragment/)
  })

  it('show a host with letters outside of ASCII in its ASCII form', () => {
    const { text } = renderMail({ kind: 'address_taken', origin }, { publicUrl: new URL('https://bücher.example') })
    expect(text).toContain('https://xn--bcher-kva.example/sign-in')
    expect(text).toContain('at xn--bcher-kva.example')
  })
})
