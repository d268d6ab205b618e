import type { JSX } from 'react'
import { SessionsScreen } from '../features/sessions/sessions-screen.tsx'

export function AccessPage(): JSX.Element {
  return <SessionsScreen />
}
