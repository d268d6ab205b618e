import type { JSX } from 'react'
import { useSharedSignOut } from '../features/auth/sign-out-context.ts'
import { useStepUp } from '../features/passwords/step-up-provider.tsx'
import { SessionsScreen } from '../features/sessions/sessions-screen.tsx'

export function AccessPage(): JSX.Element {
  const { signOut, busy } = useSharedSignOut()
  return <SessionsScreen guarded={useStepUp()} onSignOut={signOut} signingOut={busy} />
}
