import type { JSX } from 'react'
import { trpc } from '../api/trpc.ts'
import { CardPage } from '../components/card-page.tsx'
import { CodeRequestScreen } from '../features/grants/code-request-screen.tsx'

export function AuthorizePage(): JSX.Element | null {
  const me = trpc.auth.me.useQuery()
  if (!me.data) return null
  return (
    <CardPage>
      <CodeRequestScreen user={me.data.user} />
    </CardPage>
  )
}
