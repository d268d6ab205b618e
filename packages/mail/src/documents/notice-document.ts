import type { NoticeEntry } from '@latchkey/schema'
import type { MailSite, NoticeMail } from '../mail.ts'
import { en } from '../messages/en.ts'
import { countedText } from '../messages/fill-text.ts'
import { eventText } from './event-text.ts'
import { withHost } from './host-text.ts'
import type { Block, Entry, Link, MailDocument } from './mail-document.ts'
import { mailLinks } from './mail-links.ts'
import { originFacts, originLines } from './origin-facts.ts'

/** So that a message stays short whatever happened. */
const maxListed = 10

/**
 * Returns the message about events: about the only one in full, or the number of several and the latest ten of them.
 *
 * @throws Error without an entry
 */
export function noticeDocument({ notice, entries }: NoticeMail, site: MailSite): MailDocument {
  const { subject, several } = en.notices[notice]
  const [latest, ...others] = entries.toSorted((a, b) => Date.parse(b.origin.at) - Date.parse(a.origin.at))
  if (latest === undefined) throw new Error('A notice has at least one entry.')
  const title = others.length === 0 ? eventText(latest) : [countedText(several, entries.length)]
  return {
    subject,
    title,
    preview: title,
    blocks: others.length === 0 ? oneEvent(notice, latest, site) : severalEvents(notice, [latest, ...others], site),
    reason: withHost(en.footer.account, site),
  }
}

function oneEvent(notice: NoticeMail['notice'], entry: NoticeEntry, site: MailSite): readonly Block[] {
  const { lead, advice } = en.notices[notice]
  return [
    ...(lead === null ? [] : [{ type: 'paragraph', line: [lead] } as const]),
    { type: 'facts', facts: originFacts(entry.origin) },
    { type: 'action', lead: [advice], link: eventLink(entry, site) },
  ]
}

function severalEvents(
  notice: NoticeMail['notice'],
  entries: readonly NoticeEntry[],
  site: MailSite,
): readonly Block[] {
  const left = entries.length - maxListed
  return [
    { type: 'paragraph', line: [en.notices[notice].adviceForSeveral] },
    {
      type: 'entries',
      entries: entries.slice(0, maxListed).map((entry) => listed(entry, site)),
      more: left > 0 ? countedText(en.notice.more, left) : null,
    },
  ]
}

function listed(entry: NoticeEntry, site: MailSite): Entry {
  return { what: eventText(entry), facts: originLines(entry.origin), link: eventLink(entry, site) }
}

function eventLink({ eventId }: NoticeEntry, site: MailSite): Link {
  return { label: en.notice.seeEvent, address: mailLinks.event(site, eventId) }
}
