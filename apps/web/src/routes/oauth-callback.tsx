import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { CallbackScreen } from '../features/oauth/callback-screen.tsx'

const route = getRouteApi('/oauth/callback/$provider')

export function OAuthCallbackPage(): JSX.Element {
  const { provider } = route.useParams()
  const { callbackResponse } = route.useRouteContext()
  return (
    <CardPage>
      <CallbackScreen provider={provider} response={callbackResponse} onSignedIn={useAfterSignIn()} />
    </CardPage>
  )
}
