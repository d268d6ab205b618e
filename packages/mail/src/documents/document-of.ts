import type { Mail, MailSite } from '../mail.ts'
import { addressDocument } from './address-document.ts'
import { challengeDocument } from './challenge-document.ts'
import type { MailDocument } from './mail-document.ts'
import { noticeDocument } from './notice-document.ts'
import { undoDocument } from './undo-document.ts'

/** Returns what a message says, by its kind. */
export function documentOf(mail: Mail, site: MailSite): MailDocument {
  switch (mail.kind) {
    case 'notice':
      return noticeDocument(mail, site)
    case 'undo_email_change':
      return undoDocument(mail, site)
    case 'address_taken':
    case 'no_account':
      return addressDocument(mail, site)
    case 'sign_up':
    case 'prove_email':
    case 'reset_password':
    case 'sign_in':
    case 'change_email':
      return challengeDocument(mail, site)
  }
}
