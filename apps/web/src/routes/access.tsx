import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useSharedSignOut } from '../features/auth/sign-out-context.ts'
import { useEndAll } from '../features/auth/use-end-all.ts'
import { useStepUp } from '../features/passwords/step-up-provider.tsx'
import { SessionsScreen } from '../features/sessions/sessions-screen.tsx'
import { usePaused } from '../features/sessions/watch/use-paused.ts'

const route = getRouteApi('/signed-in/')

export function AccessPage(): JSX.Element {
  const { signOut, busy } = useSharedSignOut()
  const guarded = useStepUp()
  const { stream } = route.useRouteContext()
  return (
    <SessionsScreen
      guarded={guarded}
      signOut={{ go: signOut, busy }}
      endAll={useEndAll(guarded)}
      paused={usePaused(stream)}
    />
  )
}
