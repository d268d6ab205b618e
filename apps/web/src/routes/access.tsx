import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { TrustedDevicesOfUser } from '../features/second-factors/trusted/trusted-devices-of-user.tsx'
import { SessionsScreen } from '../features/sessions/sessions-screen.tsx'

const route = getRouteApi('/signed-in/')

export function AccessPage(): JSX.Element {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <SessionsScreen
      search={search}
      trustedDevices={<TrustedDevicesOfUser />}
      onSearch={(changed) => void navigate({ search: changed, replace: true, resetScroll: false })}
    />
  )
}
