import { Link, Navigate, Outlet, useMatches, useNavigate } from '@tanstack/react-router'
import { IconCode, IconDevices, IconHistory, IconShieldLock } from '@tabler/icons-react'
import { type JSX, lazy, Suspense, useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { checkMailPath } from '../challenges/challenge-paths.ts'
import { useMailOptions } from '../challenges/use-mail-options.ts'
import { Frame } from '../components/frame.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { ProofBanner } from '../features/challenges/proof-banner.tsx'
import { exactPath } from '../navigation/exact-path.ts'
import { parseReturnToSearch } from '../navigation/return-path.ts'
import { eventsPath } from '../navigation/sign-in-purpose.ts'
import { twoStepPath } from '../second-factors/second-factor-paths.ts'
import { useSignOut } from '../session/sign-out/use-sign-out.ts'
import { PasskeyOffer } from '../features/passkeys/passkey-offer.tsx'
import { accountPath } from '../features/users/account-path.ts'
import { timelinePath } from '../features/events/timeline-search.ts'
import { securityPath } from '../features/oauth/identities/security-search.ts'
import { useSignalDetails } from '../passkeys/use-signal-details.ts'
import { StepUpProvider } from '../step-up/step-up-provider.tsx'
import { UserBadge } from '../features/users/user-badge.tsx'
import { useSessionUpdates } from '../session/use-session-updates.ts'
import { SignOutContext } from '../session/sign-out/sign-out-context.ts'
import { loadChunk } from '../connection/load-chunk.ts'

/** Loaded after the page: the code that positions it is a good part of all code. */
const UserMenu = lazy(async () => {
  const { UserMenu: Menu } = await loadChunk(() => import('../features/users/user-menu.tsx'))
  return { default: Menu }
})

const pages = [
  { to: '/', text: 'access', icon: IconDevices },
  { to: timelinePath, text: 'timeline', icon: IconHistory, also: [eventsPath] },
  { to: securityPath, text: 'security', icon: IconShieldLock, also: ['/password'] },
  { to: '/developers', text: 'developers', icon: IconCode },
] as const

/** Around every page for signed-in users. When the window regains the focus, the session is verified. */
export function SignedInLayout(): JSX.Element | null {
  const texts = useTranslations('pages')
  const ended = useTranslations('ended')
  const me = trpc.auth.me.useQuery(undefined, { refetchOnWindowFocus: 'always' })
  const signOut = useSignOut()
  const navigate = useNavigate()
  const mail = useMailOptions()
  const alone = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.alone) })
  useSessionUpdates(me.data?.user.id ?? null)
  useSignalDetails(me.data?.user ?? null)
  useEffect(() => {
    // Loaded ahead: once the session has ended, the network may be gone.
    void import('./ended.tsx')
  }, [])
  // No user is signed in: the app is on its way to the sign-in page.
  if (!me.data) return null
  const { user, secondFactorDue } = me.data
  // It is demanded since this page was opened.
  if (secondFactorDue) {
    return <Navigate to={twoStepPath} search={parseReturnToSearch({ returnTo: exactPath() })} replace />
  }
  return (
    <SignOutContext value={signOut}>
      <StepUpProvider email={user.email}>
        {alone ? (
          <Outlet />
        ) : (
          <Frame
            pages={pages.map(({ text, ...page }) => ({ ...page, label: texts(text) }))}
            menu={
              <Suspense fallback={<UserBadge name={user.name} />}>
                <UserMenu
                  user={user}
                  renderAccountLink={(props) => <Link {...props} to={accountPath} />}
                  onSignOut={signOut.signOut}
                />
              </Suspense>
            }
          >
            {user.emailProvenAt === null && mail?.configured === true && (
              <ProofBanner user={user} onMailed={() => navigate({ to: checkMailPath })} />
            )}
            <PasskeyOffer />
            {signOut.error !== null && <ErrorNote error={signOut.error} lead={ended('stillSignedIn')} />}
            <Outlet />
          </Frame>
        )}
      </StepUpProvider>
    </SignOutContext>
  )
}
