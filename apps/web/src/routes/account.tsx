import type { JSX } from 'react'
import { AccountScreen } from '../features/users/account-screen.tsx'

export function AccountPage(): JSX.Element {
  return <AccountScreen />
}
