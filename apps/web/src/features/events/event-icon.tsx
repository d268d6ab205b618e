import type { EventType } from '@latchkey/schema'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconDeviceDesktopCheck,
  IconDeviceDesktopX,
  IconFingerprint,
  IconKey,
  IconLink,
  IconListNumbers,
  IconLogin2,
  IconLogout,
  IconMail,
  IconMailCheck,
  IconPencil,
  IconPlugConnectedX,
  IconShieldCheck,
  IconShieldLock,
  IconShieldOff,
  IconTerminal2,
  IconUnlink,
  IconUserCog,
  type TablerIcon,
} from '@tabler/icons-react'
import type { JSX } from 'react'

const icons = {
  signed_up: IconLogin2,
  signed_in: IconLogin2,
  signed_out: IconLogout,
  stepped_up: IconShieldCheck,
  sign_in_failed: IconAlertTriangle,
  step_up_failed: IconAlertTriangle,
  password_change_failed: IconAlertTriangle,
  second_factor_failed: IconAlertTriangle,
  oauth_refused: IconAlertTriangle,
  refresh_token_reused: IconAlertTriangle,
  tokens_issued: IconTerminal2,
  client_approved: IconTerminal2,
  client_denied: IconAlertTriangle,
  session_ended: IconPlugConnectedX,
  session_renamed: IconPencil,
  user_renamed: IconPencil,
  password_set: IconKey,
  password_changed: IconKey,
  password_reset: IconKey,
  email_proven: IconMailCheck,
  email_changed: IconMail,
  email_change_undone: IconArrowBackUp,
  account_reclaimed: IconMailCheck,
  identity_linked: IconLink,
  identity_unlinked: IconUnlink,
  second_factor_added: IconShieldLock,
  second_factor_removed: IconShieldOff,
  second_factor_reset: IconShieldOff,
  recovery_codes_renewed: IconListNumbers,
  device_trusted: IconDeviceDesktopCheck,
  device_untrusted: IconDeviceDesktopX,
  passkey_added: IconFingerprint,
  passkey_removed: IconFingerprint,
  passkey_renamed: IconPencil,
  role_changed: IconUserCog,
} as const satisfies Record<EventType, TablerIcon>

/** Decorative: the message stands beside it. */
export function EventIcon({ type }: { readonly type: EventType }): JSX.Element {
  const Icon = icons[type]
  return <Icon size={20} stroke={1.6} aria-hidden />
}
