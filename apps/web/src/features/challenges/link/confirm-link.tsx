import type { LinkView, UserView } from '@latchkey/schema'
import { Checkbox } from '@mantine/core'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { pendingChallenge } from '../../../challenges/pending-challenge.ts'
import { PageHeading } from '../../../components/page-heading.tsx'
import { reasonOf } from '../../../errors/failure.ts'
import { names } from '../../../language/rich.tsx'
import { returnPath } from '../../../navigation/return-path.ts'
import { linkTitles } from './link-titles.ts'
import { CodeForm } from '../code-form.tsx'
import { type ConfirmedPurpose, useConfirmChallenge } from '../use-confirm-challenge.ts'
import { useSubmitText } from '../use-submit-text.ts'
import { ConfirmForm } from './confirm-form.tsx'
import { LinkOfUser } from './link-of-user.tsx'

export interface ConfirmLinkProps {
  readonly token: string
  readonly link: LinkView & { readonly purpose: ConfirmedPurpose }
  readonly user: UserView | null
  /** Called when the address is confirmed. A sign-up or a sign-in goes on to the app instead. */
  readonly onDone: (purpose: 'prove_email' | 'change_email') => void
}

/** Says what a link confirms, with the button that does it. In another browser than the one that asked, the code is asked too. */
export function ConfirmLink({ token, link, user, onDone }: ConfirmLinkProps): JSX.Element {
  const texts = useTranslations('link')
  const signIn = useTranslations('signIn')
  const submitText = useSubmitText()
  const confirmChallenge = useConfirmChallenge()
  const { purpose, email, isSameBrowser } = link
  /** What this tab has asked for, where that is it. */
  const [pending] = useState(() => {
    const kept = pendingChallenge()
    return kept?.purpose === purpose && kept.email === email ? kept : null
  })
  const [remember, setRemember] = useState(pending?.remember ?? false)
  const [isOfOther, setOfOther] = useState(false)
  const isOfUser = purpose === 'prove_email' || purpose === 'change_email'
  if (isOfUser && (user === null || isOfOther)) return <LinkOfUser email={email} user={user} />

  async function confirm(code: string | null): Promise<void> {
    const proof = code === null ? { token } : { token, code }
    const returnTo = returnPath(pending?.returnTo)
    try {
      await confirmChallenge({ challenge: { purpose, email }, proof, remember, returnTo })
    } catch (error) {
      if (!isOfUser || reasonOf(error) !== 'CHALLENGE_OTHER_BROWSER') throw error
      setOfOther(true)
      return
    }
    if (isOfUser) onDone(purpose)
  }

  const rememberChoice = purpose === 'sign_in' && (
    <Checkbox
      name="remember"
      checked={remember}
      onChange={({ currentTarget }) => setRemember(currentTarget.checked)}
      label={signIn('remember')}
      description={signIn('rememberHint')}
    />
  )
  return (
    <>
      <PageHeading title={texts(linkTitles[purpose])} lead={texts.rich('lead', { ...names, purpose, email })} />
      {isSameBrowser ? (
        <ConfirmForm submit={submitText(purpose)} confirm={() => confirm(null)}>
          {rememberChoice}
        </ConfirmForm>
      ) : (
        <CodeForm hint={texts('otherBrowser')} submit={submitText(purpose)} confirm={confirm}>
          {rememberChoice}
        </CodeForm>
      )}
    </>
  )
}
