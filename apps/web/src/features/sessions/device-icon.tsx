import type { DeviceClass } from '@latchkey/schema'
import {
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

/** Says nothing that the name beside it does not. */
export function DeviceIcon({ device }: { readonly device: DeviceClass }): JSX.Element {
  const Icon = icons[device]
  return <Icon size={22} stroke={1.6} aria-hidden />
}
