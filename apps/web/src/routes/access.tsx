import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useSharedSignOut } from '../features/auth/sign-out-context.ts'
import { useEndAll } from '../features/auth/use-end-all.ts'
import { SessionsScreen } from '../features/sessions/sessions-screen.tsx'
import { usePaused } from '../features/sessions/watch/use-paused.ts'

const route = getRouteApi('/signed-in/')

export function AccessPage(): JSX.Element {
  const { signOut, busy } = useSharedSignOut()
  const { stream } = route.useRouteContext()
  return <SessionsScreen signOut={{ go: signOut, busy }} endAll={useEndAll()} paused={usePaused(stream)} />
}
