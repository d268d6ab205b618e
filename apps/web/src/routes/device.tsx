import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { trpc } from '../api/trpc.ts'
import { CardPage } from '../components/card-page.tsx'
import { DeviceScreen } from '../features/grants/device/device-screen.tsx'

const route = getRouteApi('/signed-in/device')

export function DevicePage(): JSX.Element | null {
  const { code = '' } = route.useSearch()
  const me = trpc.auth.me.useQuery()
  if (!me.data) return null
  return (
    <CardPage>
      <DeviceScreen code={code} user={me.data.user} />
    </CardPage>
  )
}
