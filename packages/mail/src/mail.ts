import type { ChallengePurpose, MailContent, MailSecret, NoticeEntry, NoticeKind } from '@latchkey/schema'

interface WithSecret {
  readonly secret: MailSecret
}

/** A message with a code and a link that confirm something. */
export type ChallengeMail = Extract<MailContent, { readonly kind: ChallengePurpose }> & WithSecret

/** A message to the old address, with a link that takes the change back. */
export type UndoMail = Extract<MailContent, { readonly kind: 'undo_email_change' }> & WithSecret

/** The answer to a sign-up with the address of a user, or to a reset for an address without a user. */
export type AddressMail = Extract<MailContent, { readonly kind: 'address_taken' | 'no_account' }>

/** One message about all events of a kind that fell due together: at least one, in any order. */
export interface NoticeMail {
  readonly kind: 'notice'
  readonly notice: NoticeKind
  readonly entries: readonly NoticeEntry[]
}

/** What can be rendered: the content of a message with its secret, or the entries of a notice. */
export type Mail = ChallengeMail | UndoMail | AddressMail | NoticeMail

/** The site that a message is from. */
export interface MailSite {
  /** Its origin is where every link goes. */
  readonly publicUrl: URL
}

/** A message as its reader sees it. */
export interface RenderedMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}
