import { type HeaderLines, type ParsedMail, simpleParser } from 'mailparser'
import type { NewMessage } from './message.ts'

export interface ReceivedMessage {
  readonly source: Buffer
  /** The sender of the envelope. */
  readonly sender: string
  /** The recipients of the envelope. */
  readonly recipients: readonly string[]
  readonly receivedAt: Date
}

/** Parses a message. One that can't be parsed has its source and its envelope only. */
export async function parseMessage({ source, sender, recipients, receivedAt }: ReceivedMessage): Promise<NewMessage> {
  const parsed = await parse(source)
  return {
    messageId: parsed?.messageId ?? null,
    from: oneLine(parsed?.from?.text || sender),
    to: recipients,
    subject: oneLine(parsed?.subject ?? ''),
    text: parsed?.text || null,
    html: parsed?.html || null,
    headers: headersOf(parsed?.headerLines ?? []),
    receivedAt,
    source,
  }
}

/** Neither part is made from the other: a test sees which ones were sent. */
async function parse(source: Buffer): Promise<ParsedMail | null> {
  return simpleParser(source, { skipHtmlToText: true, skipTextToHtml: true }).catch(() => null)
}

/** An encoded header can hold any character, line breaks too. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}

function headersOf(lines: HeaderLines): Readonly<Record<string, string>> {
  const headers = new Map<string, string>()
  for (const { key, line } of lines) {
    const value = oneLine(line.slice(line.indexOf(':') + 1))
    const earlier = headers.get(key)
    headers.set(key, earlier === undefined ? value : `${earlier}, ${value}`)
  }
  return Object.fromEntries(headers)
}
