import { onTestFinished } from 'vitest'
import { createMailTransport, type MailTransport, type OutgoingMail } from '../../src/smtp/create-mail-transport.ts'
import { MailError } from '../../src/smtp/mail-error.ts'
import { defaultTimeouts, type MailTimeouts } from '../../src/smtp/pool-options.ts'
import type { SmtpUrl } from '../../src/smtp/smtp-url.ts'

export const message: OutgoingMail = {
  id: 'mail-1',
  to: 'ada@example.com',
  subject: 'Your code – für dich',
  text: 'The code is BCDF-GHJK. Grüße',
  html: '<p>The code is <b>BCDF-GHJK</b>. Grüße</p>',
}

/** Makes a transport for the length of a test, to this machine where nothing else is said. */
export function testTransport(url: Partial<SmtpUrl>, timeouts: Partial<MailTimeouts> = {}): MailTransport {
  const transport = createMailTransport({
    url: { secure: false, host: '127.0.0.1', port: 25, user: null, password: null, ...url },
    from: { name: 'Latchkey, für alle', address: 'no-reply@auth.example.com' },
    now: () => new Date('2026-12-01T14:05:00Z'),
    timeouts: { ...defaultTimeouts, ...timeouts },
  })
  onTestFinished(() => transport.close())
  return transport
}

/** Returns the failure of a message that is expected to fail. */
export async function failureOf(sending: Promise<void>): Promise<MailError> {
  const failure = await sending.then(
    () => null,
    (error: unknown) => error,
  )
  if (failure instanceof MailError) return failure
  throw new Error('The message did not fail with a MailError.', { cause: failure })
}
