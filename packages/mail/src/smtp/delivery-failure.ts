import type { NodemailerError } from 'nodemailer'
import { MailError } from './mail-error.ts'

const maxLength = 200

/** Commands whose refusal is about this message: its recipient or its content. */
const aboutMessage: ReadonlySet<string> = new Set(['RCPT TO', 'DATA'])

/**
 * Replies about the session and not about the message, although they begin with 5: a command out of order, and signing in.
 *
 * @see [RFC 4954 §6](https://www.rfc-editor.org/rfc/rfc4954.html#section-6)
 */
const aboutSession: ReadonlySet<number> = new Set([503, 530, 534, 535, 538])

/**
 * Turns what nodemailer throws into a `MailError`. `wasSent` says whether the whole message had been handed to the connection.
 */
export function deliveryFailure(error: unknown, wasSent: boolean): MailError {
  const { code, originalCode, timeoutType, command, response, responseCode, message } = error as NodemailerError
  const isRefused = responseCode !== undefined && responseCode >= 400 && responseCode <= 599
  return new MailError(shortText(message), {
    permanent: isPermanent(command, responseCode),
    mayBeDelivered: wasSent && !isRefused,
    code: timeoutType ?? originalCode ?? code ?? 'UNKNOWN',
    response: response === undefined ? null : shortText(response),
  })
}

function isPermanent(command: string | undefined, responseCode: number | undefined): boolean {
  if (command === undefined || responseCode === undefined) return false
  return aboutMessage.has(command) && responseCode >= 500 && responseCode <= 599 && !aboutSession.has(responseCode)
}

/** On one line and without addresses: servers repeat that of the recipient in their answers. */
function shortText(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  const characters = Array.from(line.replaceAll(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, '…'))
  return characters.length <= maxLength ? characters.join('') : `${characters.slice(0, maxLength).join('')}…`
}
