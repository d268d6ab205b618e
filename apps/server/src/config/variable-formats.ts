import { type MailFrom, parseMailFrom, parseSmtpUrl, type SmtpUrl } from '@latchkey/mail/addresses'
import { canonicalEmail, type SupportContactView } from '@latchkey/schema'
import { z } from 'zod'
import { isLocalHost } from './local-hosts.ts'

/** A whole number in these bounds, inclusive. */
export function wholeNumber(min: number, max: number, fallback: number): z.ZodDefault<z.ZodType<number, string>> {
  const refusal = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,9}$/, refusal)
    .transform(Number)
    .refine((value) => value >= min && value <= max, refusal)
    .default(fallback)
}

/** Whether it is a `file:` address of this machine, which SQLite opens. */
export function isFileAddress(value: string): boolean {
  if (!value.startsWith('file://')) return /^file:[^?#]/.test(value)
  const url = URL.parse(value)
  return url !== null && url.host === '' && !/%2f/i.test(url.pathname)
}

/** Whether a value is the address of a database in a PostgreSQL. */
export function isPostgresAddress(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && /^postgres(?:ql)?:$/.test(url.protocol) && url.hostname !== '' && url.pathname.length > 1
}

/** Whether a value is the address of a Redis. */
export function isRedisAddress(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== ''
}

/** An origin: https, or http on this machine. */
export const publicUrl = z.string().transform((value, context) => {
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    context.addIssue('must be an origin, like https://id.example.com')
    return z.NEVER
  }
  if (url.protocol === 'http:' && !isLocalHost(url)) {
    context.addIssue('must be https: over plain http a session cookie can be read on the way (http is for localhost)')
    return z.NEVER
  }
  return url
})

/** The address of a server that secrets are sent to: https, or http on this machine. */
export const serverAddress = z.string().transform((value, context) => {
  const url = URL.parse(value)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocalHost(url))
  if (url !== null && isSafe && url.search === '' && url.hash === '' && url.username === '') return value
  context.addIssue('must be an https address (http only on localhost)')
  return z.NEVER
})

/** A server that takes mail. */
export const smtpAddress = z.string().transform((value, context): SmtpUrl => {
  const smtp = parseSmtpUrl(value)
  if (smtp !== null) return smtp
  context.addIssue('must be an address like smtps://user:password@smtp.example.com')
  return z.NEVER
})

/** The sender of mail. */
export const mailFrom = z.string().transform((value, context): MailFrom => {
  const from = parseMailFrom(value)
  if (from !== null) return from
  context.addIssue('must be a sender like Latchkey <no-reply@example.com>')
  return z.NEVER
})

/** An origin of this machine. */
export const localAddress = z.string().transform((value, context) => {
  const url = URL.parse(value)
  if (url?.protocol === 'http:' && isLocalHost(url)) return url.origin
  context.addIssue('must be an http address on localhost')
  return z.NEVER
})

/**
 * Resources with commas between: absolute URIs without a fragment, https or http on this machine, because tokens are sent
 * there.
 *
 * @see [RFC 8707 §2](https://www.rfc-editor.org/rfc/rfc8707.html#section-2)
 */
export const tokenResources = z.string().transform((value, context) => {
  const resources = value.split(',').map((resource) => resource.trim())
  if (resources.every((resource) => serverAddress.safeParse(resource).success && !resource.includes('#'))) {
    return resources
  }
  context.addIssue('must be https addresses with commas between (http only on localhost), without a ? or a #')
  return z.NEVER
})

/** The shortest secret of the application, in characters. */
export const minSecretLength = 32

/** Secrets with commas between, the newest first. */
export const appSecrets = z.string().transform((value, context) => {
  const secrets = value.split(',').map((secret) => secret.trim())
  if (!secrets.every((secret) => secret.length >= minSecretLength)) {
    context.addIssue(`must be secrets of at least ${minSecretLength} characters, with commas between, the newest first`)
    return z.NEVER
  }
  return secrets
})

/** Where users ask for help: an email address, or a page. */
export const supportContact = z.string().transform((value, context): SupportContactView => {
  const email = canonicalEmail(value)
  if (email !== null) return { href: mailtoOf(email), text: email }
  const url = URL.parse(value)
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') {
    return { href: url.href, text: url.host + (url.pathname === '/' ? '' : url.pathname) }
  }
  context.addIssue('must be an email address or an https address')
  return z.NEVER
})

/**
 * Encodes the local part, in which a `?` would begin the fields of the message.
 *
 * @see [RFC 6068 §2](https://www.rfc-editor.org/rfc/rfc6068.html#section-2)
 */
function mailtoOf(email: string): string {
  const at = email.lastIndexOf('@')
  return `mailto:${encodeURIComponent(email.slice(0, at))}${email.slice(at)}`
}
