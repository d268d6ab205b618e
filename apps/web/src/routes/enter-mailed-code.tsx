import type { PasswordResetView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { checkMailPath, forgotPasswordPath } from '../challenges/challenge-paths.ts'
import { forgetConfirmed, type PendingChallenge } from '../challenges/pending-challenge.ts'
import { CheckMail } from '../features/challenges/check-mail.tsx'
import { CodeForm } from '../features/challenges/code-form.tsx'
import { useConfirmChallenge } from '../features/challenges/use-confirm-challenge.ts'
import { useSubmitText } from '../features/challenges/use-submit-text.ts'
import { ResetPasswordForm } from '../features/passwords/reset-password-form.tsx'
import { accountPath } from '../features/users/account-path.ts'
import { parseReturnToSearch } from '../navigation/return-path.ts'
import { useTimeFormats } from '../preferences/preferences-provider.tsx'
import { useAfterPasswordReset } from '../session/use-after-password-reset.ts'
import { localTimeOf } from '../time/server-clock.ts'

export interface EnterMailedCodeProps {
  readonly pending: PendingChallenge
  readonly mailbox: string | null
  /** Whether the user is signed in and has to confirm the address before anything else. */
  readonly isProofRequired: boolean
  readonly onSentAgain: (challenge: PendingChallenge) => void
  /** Asks again which address it is, on this page. */
  readonly onOtherAddress: () => void
  /** Called when the address is confirmed. A sign-up or a sign-in goes on to the app instead. */
  readonly onDone: (purpose: 'prove_email' | 'change_email') => void
  readonly onReset: (result: PasswordResetView) => void
}

/** The form for a mailed code, by what it is for, with what stands around it. */
export function EnterMailedCode(props: EnterMailedCodeProps): JSX.Element {
  const { pending, mailbox, isProofRequired, onSentAgain, onOtherAddress } = props
  const texts = useTranslations('checkMail')
  const { purpose } = pending
  const search = parseReturnToSearch({ returnTo: pending.returnTo })

  function otherAddress(): JSX.Element {
    const text = texts('otherAddress')
    switch (purpose) {
      case 'sign_up':
        return (
          <Link to="/sign-up" search={search}>
            {text}
          </Link>
        )
      case 'sign_in':
        return (
          <Link to="/sign-in" search={search}>
            {text}
          </Link>
        )
      case 'reset_password':
        return (
          <Link to={forgotPasswordPath} search={search}>
            {text}
          </Link>
        )
      case 'prove_email':
      case 'change_email':
        if (!isProofRequired) return <Link to={accountPath}>{text}</Link>
        return (
          <Link to={checkMailPath} search={search} onClick={onOtherAddress}>
            {text}
          </Link>
        )
    }
  }

  return (
    <CheckMail
      pending={pending}
      mailbox={mailbox}
      onSentAgain={onSentAgain}
      otherAddress={otherAddress()}
      startAgain={
        purpose === 'sign_up' ? (
          <Button size="md" fullWidth renderRoot={(root) => <Link {...root} to="/sign-up" search={search} />}>
            {texts('signUpAgain')}
          </Button>
        ) : null
      }
    >
      <Form {...props} />
    </CheckMail>
  )
}

function Form({ pending, onDone, onReset }: EnterMailedCodeProps): JSX.Element {
  const texts = useTranslations('checkMail')
  const submitText = useSubmitText()
  const times = useTimeFormats()
  const { client } = trpc.useUtils()
  const confirm = useConfirmChallenge()
  const afterPasswordReset = useAfterPasswordReset()
  /** Another mail must not move the focus. */
  const [firstId] = useState(pending.id)
  const { id: challenge, purpose, email, remember, returnTo } = pending
  const hint = texts('hint', { time: times.timeOfDay(new Date(localTimeOf(pending.expiresAt))) })

  if (purpose === 'reset_password') {
    return (
      <ResetPasswordForm
        email={email}
        codeHint={hint}
        reset={async ({ code, newPassword }) => {
          const result = await client.auth.resetPassword.mutate({ proof: { challenge, code }, newPassword })
          forgetConfirmed(pending)
          await afterPasswordReset()
          onReset(result)
        }}
      />
    )
  }
  return (
    <CodeForm
      key={challenge}
      hint={hint}
      submit={submitText(purpose)}
      takesFocus={challenge === firstId}
      confirm={async (code) => {
        await confirm({ challenge: { purpose, email }, proof: { challenge, code }, remember, returnTo })
        if (purpose === 'prove_email' || purpose === 'change_email') onDone(purpose)
      }}
    />
  )
}
