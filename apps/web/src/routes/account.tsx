import type { JSX } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { trpc } from '../api/trpc.ts'
import { checkMailPath } from '../challenges/challenge-paths.ts'
import { useMailOptions } from '../challenges/use-mail-options.ts'
import { EmailSection } from '../features/challenges/email-section.tsx'
import { accountPath } from '../features/users/account-path.ts'
import { AccountScreen } from '../features/users/account-screen.tsx'

export function AccountPage(): JSX.Element | null {
  const me = trpc.auth.me.useQuery()
  const mail = useMailOptions()
  const navigate = useNavigate()
  if (!me.data) return null
  const { user } = me.data
  return (
    <AccountScreen
      user={user}
      email={
        mail?.configured === true ? (
          <EmailSection user={user} returnTo={accountPath} onMailed={() => navigate({ to: checkMailPath })} />
        ) : null
      }
    />
  )
}
