import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { SessionsScreen } from '../features/sessions/sessions-screen.tsx'

const route = getRouteApi('/signed-in/')

export function AccessPage(): JSX.Element {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <SessionsScreen
      search={search}
      onSearch={(changed) => void navigate({ search: changed, replace: true, resetScroll: false })}
    />
  )
}
