import type { UserView } from '@latchkey/schema'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type JSX, useEffect, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { BusyButton } from '../components/busy-button.tsx'
import { CardPage } from '../components/card-page.tsx'
import { LoadingHeading } from '../components/loading-heading.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { RequiredPasskey } from '../features/passkeys/required-passkey.tsx'
import { FirstRecoveryCodes } from '../features/second-factors/required/first-recovery-codes.tsx'
import { RequiredCode } from '../features/second-factors/required/required-code.tsx'
import { RequiredSetUp } from '../features/second-factors/required/required-set-up.tsx'
import { goToPath } from '../navigation/go-to-path.ts'
import { returnPath } from '../navigation/return-path.ts'
import { announceSessionChange } from '../session/session-channel.ts'
import { useSignOut } from '../session/sign-out/use-sign-out.ts'
import { StepUpProvider } from '../step-up/step-up-provider.tsx'

const route = getRouteApi('/two-step-verification')

/** Where users show or set up the second factor that this server demands of them. They can do nothing else but sign out. */
export function TwoStepVerificationPage(): JSX.Element | null {
  const me = trpc.auth.me.useQuery(undefined, { refetchOnWindowFocus: 'always' })
  // No user is signed in: the app is on its way to the sign-in page.
  if (!me.data) return null
  const { user, secondFactorDue } = me.data
  return (
    <StepUpProvider email={user.email}>
      <CardPage>
        <RequiredStep user={user} due={secondFactorDue} />
      </CardPage>
    </StepUpProvider>
  )
}

interface RequiredStepProps {
  readonly user: UserView
  readonly due: boolean
}

function RequiredStep({ user, due }: RequiredStepProps): JSX.Element {
  const texts = useTranslations('app')
  const ended = useTranslations('ended')
  const search = route.useSearch()
  const utils = trpc.useUtils()
  const factors = trpc.secondFactors.list.useQuery(undefined, { enabled: due })
  const signOut = useSignOut(() => search)
  const refreshSession = useRefreshSession()
  /** Shown until they are saved, also when nothing is due any more. */
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes !== null) {
    return (
      <FirstRecoveryCodes
        codes={codes}
        email={user.email}
        goOn={async () => {
          await refreshSession()
          setCodes(null)
        }}
      />
    )
  }
  if (!due) return <Onward path={returnPath(search.returnTo)} />

  function step(): JSX.Element {
    if (factors.isError) return <ErrorNote error={factors.error} onRetry={() => void factors.refetch()} />
    if (factors.isPending) return <LoadingHeading />
    if (factors.data.totpSince === null) return <RequiredSetUp onTurnedOn={setCodes} />
    return (
      <RequiredCode
        show={async (input) => {
          await utils.client.secondFactors.stepUp.mutate(input)
          await refreshSession()
        }}
      />
    )
  }

  return (
    <>
      {step()}
      {factors.isSuccess && <RequiredPasskey onShown={() => void refreshSession()} />}
      <BusyButton variant="subtle" size="md" fullWidth busy={signOut.busy} onClick={signOut.signOut}>
        {texts('signOut')}
      </BusyButton>
      {signOut.error !== null && <ErrorNote error={signOut.error} lead={ended('stillSignedIn')} />}
    </>
  )
}

/** Returns what loads the session anew once a second factor was shown in it, and tells the other tabs. */
function useRefreshSession(): () => Promise<void> {
  const utils = trpc.useUtils()
  return async () => {
    await utils.auth.me.fetch(undefined, { staleTime: 0 })
    announceSessionChange()
  }
}

/** Goes to a path of this app. */
function Onward({ path }: { readonly path: string }): JSX.Element {
  const router = useRouter()
  useEffect(() => {
    void goToPath(router, path)
  }, [router, path])
  return <LoadingHeading />
}
