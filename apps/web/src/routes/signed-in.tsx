import { Outlet, useMatches } from '@tanstack/react-router'
import { IconCode, IconDevices, IconHistory, IconKey } from '@tabler/icons-react'
import { type JSX, lazy, Suspense, useEffect } from 'react'
import { trpc } from '../api/trpc.ts'
import { Frame, type FramePage } from '../components/frame.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { useSignOut } from '../session/sign-out/use-sign-out.ts'
import { timelinePath } from '../features/events/timeline-search.ts'
import { methodsPath } from '../features/oauth/identities/methods-search.ts'
import { StepUpProvider } from '../step-up/step-up-provider.tsx'
import { UserBadge } from '../features/users/user-badge.tsx'
import { useSessionUpdates } from '../session/use-session-updates.ts'
import { SignOutContext } from '../session/sign-out/sign-out-context.ts'

/** Loaded after the page: the code that positions it is a good part of all code. */
const UserMenu = lazy(async () => {
  const { UserMenu: Menu } = await import('../features/users/user-menu.tsx')
  return { default: Menu }
})

const pages: readonly FramePage[] = [
  { to: '/', label: 'Access', icon: IconDevices },
  { to: timelinePath, label: 'Timeline', icon: IconHistory },
  { to: methodsPath, label: 'Sign-in methods', icon: IconKey, also: ['/password'] },
  { to: '/developers', label: 'Developers', icon: IconCode },
]

/** Around every page for signed-in users. When the window regains the focus, the session is verified. */
export function SignedInLayout(): JSX.Element | null {
  const me = trpc.auth.me.useQuery(undefined, { refetchOnWindowFocus: 'always' })
  const signOut = useSignOut()
  const alone = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.alone) })
  useSessionUpdates(me.data?.user.id ?? null)
  useEffect(() => {
    // Loaded ahead: once the session has ended, the network may be gone.
    void import('./ended.tsx')
  }, [])
  // No user is signed in: the app is on its way to the sign-in page.
  if (!me.data) return null
  const { user } = me.data
  return (
    <SignOutContext value={signOut}>
      <StepUpProvider email={user.email}>
        {alone ? (
          <Outlet />
        ) : (
          <Frame
            pages={pages}
            menu={
              <Suspense fallback={<UserBadge name={user.name} />}>
                <UserMenu user={user} onSignOut={signOut.signOut} />
              </Suspense>
            }
          >
            {signOut.error !== null && <ErrorNote error={signOut.error} lead="You’re still signed in." />}
            <Outlet />
          </Frame>
        )}
      </StepUpProvider>
    </SignOutContext>
  )
}
