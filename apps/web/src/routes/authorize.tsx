import type { JSX } from 'react'
import { trpc } from '../api/trpc.ts'
import { CardPage } from '../components/card-page.tsx'
import { useSwitchAccount } from '../features/auth/use-switch-account.ts'
import { CodeRequestScreen } from '../features/grants/code-request-screen.tsx'

export function AuthorizePage(): JSX.Element | null {
  const me = trpc.auth.me.useQuery()
  const switchAccount = useSwitchAccount()
  if (!me.data) return null
  return (
    <CardPage>
      <CodeRequestScreen user={me.data.user} switchAccount={switchAccount} />
    </CardPage>
  )
}
