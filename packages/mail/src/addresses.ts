// What the configuration reads, without the library that sends.
export { type MailFrom, parseMailFrom } from './smtp/mail-from.ts'
export { parseSmtpUrl, type SmtpUrl } from './smtp/smtp-url.ts'
