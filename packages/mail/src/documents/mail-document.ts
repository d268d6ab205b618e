import type { Line } from '../messages/fill-text.ts'
import type { PlainText } from '../values/plain-text.ts'

/** A link of a message. Its address is made by `mail-links.ts`. */
export interface Link {
  readonly label: string
  readonly address: string
}

/** One row of what is known of a request or an event. */
export interface Fact {
  readonly label: string
  readonly line: Line
}

/** One of several events. */
export interface Entry {
  readonly what: Line
  readonly facts: readonly Line[]
  readonly link: Link
}

/** A part of a message, in the order of reading. */
export type Block =
  | { readonly type: 'paragraph'; readonly line: Line }
  /** A paragraph that explains the one before. */
  | { readonly type: 'note'; readonly line: Line }
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'code'; readonly code: PlainText }
  /** The link that a message is about, with the sentence that leads to it: a button, and its address to copy. */
  | { readonly type: 'action'; readonly lead: Line; readonly link: Link }
  /** A link beside the action. */
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  | { readonly type: 'entries'; readonly entries: readonly Entry[]; readonly more: string | null }

/** What a message says, before it is text or HTML. */
export interface MailDocument {
  /** Of the catalogue alone: no value from elsewhere is in a subject. */
  readonly subject: string
  readonly title: Line
  /** What a list of messages shows beside the subject. */
  readonly preview: Line
  readonly blocks: readonly Block[]
  /** Why the reader gets the message. */
  readonly reason: Line
}
