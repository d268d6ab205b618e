import { setImmediate } from 'node:timers/promises'
import type { Auth } from '@latchkey/auth'
import type { OpenedDatabase } from '../database/open-database.ts'
import type { Log } from '../log/logger.ts'
import type { RefusalCounts } from '../log/refusal-counts.ts'
import type { MailSender } from '../mail/mail-sender.ts'

const recheckInterval = 3_000
const flushInterval = 60_000
const sweepInterval = 60_000
const summaryInterval = 60_000
const mailInterval = 500

export interface JobsDependencies {
  readonly auth: Auth
  readonly log: Log
  readonly refusals: RefusalCounts
  readonly atOneServer: OpenedDatabase['atOneServer']
  /** `null` where the server sends no mail. */
  readonly mail: MailSender | null
}

/**
 * Starts the jobs that run without a request: watched sessions are read again, last uses are written, what time has ended is
 * put on record, what is old is deleted, mails are sent, and refusals are summed up in the log. Of several servers one at a
 * time makes signing keys, puts on record and deletes. Returns a function that stops the jobs; it resolves once those that
 * run have ended.
 */
export function startJobs({ auth, log, refusals, atOneServer, mail }: JobsDependencies): () => Promise<void> {
  const running = new Map<string, Promise<void>>()
  const timers = [
    every(recheckInterval, 'recheck streams', () => auth.sessions.recheckWatched()),
    every(flushInterval, 'flush', () => auth.sessions.flushActivity()),
    every(sweepInterval, 'upkeep', () => atOneServer('upkeep', keepUp)),
    every(summaryInterval, 'refusals', async () => logRefusals(log, refusals)),
    ...(mail === null ? [] : [every(mailInterval, 'mail', () => sendMails(mail))]),
  ]
  return async () => {
    timers.forEach((timer) => clearInterval(timer))
    await Promise.all(running.values())
  }

  /** Does one after the other what one server does for all. */
  async function keepUp(): Promise<void> {
    const sweeps: Readonly<Record<string, () => Promise<void>>> = {
      'signing keys': () => auth.signingKeys.ensure(),
      'sweep sessions': () => inBatches(() => auth.sessions.sweep()),
      'sweep events': () => inBatches(() => auth.events.sweep()),
      'sweep rate limits': () => inBatches(() => auth.limits.sweep()),
      'sweep grants': () => inBatches(() => auth.grantRedeemer.sweep()),
      'sweep authorization requests': () => inBatches(() => auth.oauth.sweep()),
      'reseal second factors': () => auth.secondFactors.reseal(),
      'sweep second factors': () => inBatches(() => auth.secondFactors.sweep()),
      'sweep challenges': () => inBatches(() => auth.challenges.sweep()),
      'sweep passkey challenges': () => inBatches(() => auth.passkeys.sweep()),
      'sweep mails': sweepMails,
    }
    // oxlint-disable-next-line eslint/no-await-in-loop -- so that they take one connection
    for (const [name, sweep] of Object.entries(sweeps)) await run(name, sweep)
  }

  /** Sends what is due. What can't be read is told of: a user waits for it. */
  async function sendMails({ send }: MailSender): Promise<void> {
    const { unreadable } = await auth.outbox.deliver(send)
    if (unreadable > 0) log.error({ mails: unreadable }, 'mails can’t be read')
  }

  async function sweepMails(): Promise<void> {
    let mails = 0
    await inBatches(async () => {
      const { expired, isMore } = await auth.outbox.sweep()
      mails += expired
      return isMore
    })
    if (mails > 0) log.error({ mails }, 'mails were not sent in time')
  }

  /** Runs a job, whose failure ends no other. */
  async function run(name: string, job: () => Promise<void>): Promise<void> {
    await job().catch((error: unknown) => log.error({ err: error, job: name }, 'job failed'))
  }

  /** Runs a job now and at an interval; one that is still running when the next is due takes its place. */
  function every(interval: number, name: string, job: () => Promise<void>): NodeJS.Timeout {
    const runOnce = (): void => {
      if (running.has(name)) return
      running.set(
        name,
        run(name, job).finally(() => running.delete(name)),
      )
    }
    runOnce()
    return setInterval(runOnce, interval)
  }
}

/** Writes how many requests were refused since the last such line, if any were. */
export function logRefusals(log: Log, refusals: RefusalCounts): void {
  const summary = refusals.take()
  if (summary !== null) log.info(summary, 'refusals')
}

/** Runs batches until nothing is left; requests get their turn between them. */
async function inBatches(batch: () => Promise<boolean>): Promise<void> {
  // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is the point
  while (await batch()) await setImmediate()
}
