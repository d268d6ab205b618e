export type { AddressMail, ChallengeMail, Mail, MailSite, NoticeMail, RenderedMail, UndoMail } from './mail.ts'
export { renderMail } from './render-mail.ts'
export { type MailFrom, parseMailFrom } from './smtp/mail-from.ts'
export { parseSmtpUrl, type SmtpUrl } from './smtp/smtp-url.ts'
