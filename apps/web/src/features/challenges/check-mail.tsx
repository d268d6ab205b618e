import { type JSX, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { PendingChallenge } from '../../challenges/pending-challenge.ts'
import { LiveNote } from '../../components/live-note.tsx'
import { PageHeading } from '../../components/page-heading.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { retryDeadline } from '../../errors/retry-deadline.ts'
import { useSecondsLeft } from '../../errors/use-seconds-left.ts'
import { CountdownButton } from '../../forms/countdown-button.tsx'
import { names } from '../../language/rich.tsx'
import { localTimeOf } from '../../time/server-clock.ts'
import classes from './check-mail.module.css'
import { MailboxNote } from './mailbox-note.tsx'
import { useSendAgain } from './use-send-again.ts'

export interface CheckMailProps {
  readonly pending: PendingChallenge
  /** Where the mails of a server on a laptop are read, or `null`. */
  readonly mailbox: string | null
  /** Called with the challenge that has taken the place of the one before. */
  readonly onSentAgain: (challenge: PendingChallenge) => void
  /** The form in which the code is typed. */
  readonly children: ReactNode
  /** The way back to where the address was typed. */
  readonly otherAddress: ReactNode
  /** Where to begin again, once the code has expired and no other can be mailed; `null` where one can be. */
  readonly startAgain: ReactNode
}

/** Around the form for a mailed code: for which address it is, and what to do when no mail comes. */
export function CheckMail(props: CheckMailProps): JSX.Element {
  const { pending, mailbox, onSentAgain, children, otherAddress, startAgain } = props
  const texts = useTranslations('checkMail')
  const { purpose, email } = pending
  const [sentId, setSentId] = useState<string | null>(null)
  const hasExpired = useSecondsLeft(localTimeOf(pending.expiresAt)) === 0
  const again = useSendAgain(pending, (challenge) => {
    setSentId(challenge.id)
    onSentAgain(challenge)
  })
  const deadline = Math.max(localTimeOf(pending.resendAt), retryDeadline(again.error) ?? 0)

  function status(): string | null {
    if (hasExpired) return texts('expired')
    return sentId === pending.id ? texts('sentAgain') : null
  }

  return (
    <>
      <PageHeading title={texts('title')} lead={texts.rich('lead', { ...names, email, purpose })} />
      <LiveNote message={status()} tone={hasExpired ? 'neutral' : 'done'} />
      {mailbox !== null && <MailboxNote address={mailbox} />}
      {children}
      <div className={classes.more}>
        <p className={classes.hint}>{texts('noMail')}</p>
        {again.error !== null && <ErrorNote error={again.error} />}
        {again.captcha}
        {hasExpired && startAgain !== null ? (
          startAgain
        ) : (
          <CountdownButton
            variant="default"
            size="md"
            fullWidth
            busy={again.busy}
            deadline={deadline}
            waitText={(clock) => texts('sendAgainIn', { clock })}
            onClick={() => void again.send()}
          >
            {texts('sendAgain')}
          </CountdownButton>
        )}
        <p className={classes.other}>{otherAddress}</p>
      </div>
    </>
  )
}
