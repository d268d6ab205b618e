import type { DeviceClass, SessionKind } from '@latchkey/schema'
import {
  IconApi,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconDeviceUnknown,
  IconTerminal2,
  type TablerIcon,
} from '@tabler/icons-react'
import type { JSX } from 'react'

const icons = {
  desktop: IconDeviceDesktop,
  mobile: IconDeviceMobile,
  tablet: IconDeviceTablet,
  script: IconTerminal2,
  unknown: IconDeviceUnknown,
} as const satisfies Record<DeviceClass, TablerIcon>

export interface DeviceIconProps {
  readonly kind: SessionKind
  readonly device: DeviceClass
}

/** Decorative: the name stands beside it. */
export function DeviceIcon({ kind, device }: DeviceIconProps): JSX.Element {
  const Icon = kind === 'client' ? IconApi : icons[device]
  return <Icon size={22} stroke={1.6} aria-hidden />
}
