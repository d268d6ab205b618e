import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Milliseconds, for a slow machine. */
const timeoutMs = 20_000

const linkToken = /#([\w-]{43})/

const main = fileURLToPath(new URL('../../../mailbox/src/main.ts', import.meta.url))

/** A mail that arrived. */
export interface Arrived {
  readonly messageId: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface LocalMailbox {
  readonly url: string
  /** The variables that make a server send to it. */
  readonly env: Readonly<Record<'SMTP_URL' | 'MAIL_FROM' | 'EMAIL_CODES', string>>
  /** Returns the mails to an address, the newest first. */
  readonly mailsTo: (address: string) => Promise<readonly Arrived[]>
  /** Waits for as many mails to an address; returns them, the newest first. */
  readonly waitForMails: (address: string, count?: number) => Promise<readonly Arrived[]>
  /** Waits for as many mails with a link to confirm; returns the code of the newest, if any, and the token of its link. */
  readonly waitForCode: (address: string, count?: number) => Promise<{ readonly code: string; readonly token: string }>
  /** Returns how many deliveries wait because of the fault `slow`. */
  readonly waiting: () => Promise<number>
  /** Makes the next deliveries fail. */
  readonly setFault: (kind: string, count?: number) => Promise<void>
}

/** The local mailbox, as a process of its own on ports of its own. It stops with the test. */
export async function startLocalMailbox(): Promise<LocalMailbox> {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PORT: '0', SMTP_PORT: '0' },
  })
  onTestFinished(() => void child.kill('SIGTERM'))
  const [line = ''] = await new Promise<readonly string[]>((resolve) => {
    createInterface({ input: child.stdout }).once('line', (first) => resolve([first]))
  })
  const { url, smtpUrl } = JSON.parse(line) as { readonly url: string; readonly smtpUrl: string }

  const mailsTo = async (address: string): Promise<readonly Arrived[]> => {
    const response = await fetch(`${url}/api/messages?to=${encodeURIComponent(address)}`)
    return (await response.json()) as readonly Arrived[]
  }
  /** Waits for as many mails to an address that are like this. */
  const waitFor = async (
    address: string,
    count: number,
    isLike: (mail: Arrived) => boolean,
  ): Promise<readonly Arrived[]> => {
    const deadline = performance.now() + timeoutMs
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- until they have arrived
      const mails = (await mailsTo(address)).filter(isLike)
      if (mails.length >= count) return mails
      if (performance.now() > deadline) throw new Error(`${mails.length} of ${count} mails to ${address} arrived`)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(20)
    }
  }
  return {
    url,
    env: { SMTP_URL: smtpUrl, MAIL_FROM: 'Latchkey <no-reply@localhost>', EMAIL_CODES: 'on' },
    mailsTo,
    waitForMails: (address, count = 1) => waitFor(address, count, () => true),
    async waitForCode(address, count = 1) {
      const [mail] = await waitFor(address, count, ({ text }) => linkToken.test(text))
      const code = /\b([B-Z]{4})-([B-Z]{4})\b/.exec(mail?.text ?? '')
      const token = linkToken.exec(mail?.text ?? '')?.[1] ?? ''
      return { code: `${code?.[1] ?? ''}${code?.[2] ?? ''}`, token }
    },
    async waiting() {
      const state = (await (await fetch(`${url}/api/faults`)).json()) as { readonly waiting: number }
      return state.waiting
    },
    async setFault(kind, count = 1) {
      const answer = await fetch(`${url}/api/faults`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ kind, count }),
      })
      if (!answer.ok) throw new Error(`a fault was refused: ${answer.status}`)
    },
  }
}
