import type { JSX } from 'react'
import { trpc } from '../../../api/trpc.ts'
import { useLocalNames } from '../../../language/local-names.ts'
import { TrustedDevices } from './trusted-devices.tsx'

/** The section of the trusted devices where it is one of several; nothing without any. */
export function TrustedDevicesOfUser(): JSX.Element {
  const factors = trpc.secondFactors.list.useQuery(undefined, {
    select: useLocalNames(),
    refetchOnWindowFocus: 'always',
  })
  return <TrustedDevices devices={factors.data?.trustedDevices ?? []} showsNone={false} />
}
