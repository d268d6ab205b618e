/** A message as it was received. */
export interface Message {
  readonly id: string
  /** With its angle brackets; null where the message has none. */
  readonly messageId: string | null
  /** The `From` header, or the sender of the envelope where there is none. */
  readonly from: string
  /** The recipients of the envelope: those of `Bcc` too. */
  readonly to: readonly string[]
  /** Decoded, in one line. */
  readonly subject: string
  /** Null where the message has no such part, or an empty one. */
  readonly text: string | null
  readonly html: string | null
  /** By the name in lower case, unfolded and not decoded. A repeated header has its values joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly receivedAt: Date
  readonly source: Buffer
}

export type NewMessage = Omit<Message, 'id'>
