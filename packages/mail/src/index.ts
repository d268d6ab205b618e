export type { AddressMail, ChallengeMail, Mail, MailSite, NoticeMail, RenderedMail, UndoMail } from './mail.ts'
export { renderMail } from './render-mail.ts'
