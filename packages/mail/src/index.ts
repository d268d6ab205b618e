export type { AddressMail, ChallengeMail, Mail, MailSite, NoticeMail, RenderedMail, UndoMail } from './mail.ts'
export { renderMail } from './render-mail.ts'
export {
  createMailTransport,
  type MailTransport,
  type MailTransportOptions,
  type OutgoingMail,
} from './smtp/create-mail-transport.ts'
export { MailError, type MailFailure } from './smtp/mail-error.ts'
export { defaultTimeouts, isLoopback, type MailTimeouts } from './smtp/pool-options.ts'
