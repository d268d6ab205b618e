import type { LinkView, PasswordResetView, UserView } from '@latchkey/schema'
import { useRouter } from '@tanstack/react-router'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { forgetConfirmed } from '../challenges/pending-challenge.ts'
import { useLinkToken } from '../challenges/use-link-token.ts'
import { CardPage } from '../components/card-page.tsx'
import { LoadingHeading } from '../components/loading-heading.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { reasonOf } from '../errors/failure.ts'
import { ChallengeDone } from '../features/challenges/challenge-done.tsx'
import { linkTitles } from '../features/challenges/link/link-titles.ts'
import { ConfirmLink } from '../features/challenges/link/confirm-link.tsx'
import { UnusableLink } from '../features/challenges/link/unusable-link.tsx'
import { useReadLink } from '../features/challenges/link/use-read-link.ts'
import { PasswordResetDone } from '../features/passwords/password-reset-done.tsx'
import { ResetPasswordForm } from '../features/passwords/reset-password-form.tsx'
import { names } from '../language/rich.tsx'
import { goToPath } from '../navigation/go-to-path.ts'
import { startPath } from '../navigation/return-path.ts'
import { useAfterPasswordReset } from '../session/use-after-password-reset.ts'

/** Where a mailed link leads. It says what the link is for; nothing happens before its button is pressed. */
export function ConfirmPage(): JSX.Element {
  const me = trpc.auth.me.useQuery()
  const token = useLinkToken()
  const user = me.data?.user ?? null
  return (
    <CardPage>
      {token === null ? (
        <UnusableLink why="missing" isSignedIn={user !== null} />
      ) : (
        <OpenedLink key={token} token={token} user={user} />
      )}
    </CardPage>
  )
}

interface OpenedLinkProps {
  readonly token: string
  readonly user: UserView | null
}

function OpenedLink({ token, user }: OpenedLinkProps): JSX.Element {
  const texts = useTranslations('link')
  const router = useRouter()
  const link = useReadLink(token)
  const [done, setDone] = useState<'prove_email' | 'change_email' | null>(null)
  const [reset, setReset] = useState<PasswordResetView | null>(null)
  // Before the link: where a reset has ended the session of this browser, what was read of it is forgotten too.
  if (reset !== null) return <PasswordResetDone {...reset} returnTo={startPath} />
  if (link.data === undefined) {
    if (reasonOf(link.error) === 'CHALLENGE_ENDED') return <UnusableLink why="ended" isSignedIn={user !== null} />
    if (link.isPending) return <LoadingHeading />
    return (
      <>
        <PageHeading title={texts('failed')} />
        <ErrorNote error={link.error} onRetry={() => void link.refetch()} />
      </>
    )
  }
  const { purpose, email, isSameBrowser } = link.data
  if (done !== null) {
    return <ChallengeDone purpose={done} email={email} onContinue={() => void goToPath(router, startPath)} />
  }
  if (purpose === 'reset_password') return <ResetByLink token={token} link={link.data} onReset={setReset} />
  if (purpose === 'sign_up' && !isSameBrowser) {
    return <UnusableLink why="sign_up_elsewhere" isSignedIn={user !== null} />
  }
  return <ConfirmLink token={token} link={{ ...link.data, purpose }} user={user} onDone={setDone} />
}

interface ResetByLinkProps {
  readonly token: string
  readonly link: LinkView
  readonly onReset: (result: PasswordResetView) => void
}

function ResetByLink({ token, link: { purpose, email, isSameBrowser }, onReset }: ResetByLinkProps): JSX.Element {
  const texts = useTranslations('link')
  const { client } = trpc.useUtils()
  const afterPasswordReset = useAfterPasswordReset()
  return (
    <>
      <PageHeading title={texts(linkTitles[purpose])} lead={texts.rich('lead', { ...names, purpose, email })} />
      <ResetPasswordForm
        email={email}
        codeHint={isSameBrowser ? null : texts('otherBrowser')}
        reset={async ({ code, newPassword }) => {
          const proof = isSameBrowser ? { token } : { token, code }
          const result = await client.auth.resetPassword.mutate({ proof, newPassword })
          forgetConfirmed({ purpose, email })
          await afterPasswordReset()
          onReset(result)
        }}
      />
    </>
  )
}
