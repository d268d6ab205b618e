import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { useAfterFirstFactor } from '../second-factors/use-after-first-factor.ts'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { CallbackScreen } from '../features/oauth/callback-screen.tsx'

const route = getRouteApi('/oauth/callback/$provider')

export function OAuthCallbackPage(): JSX.Element {
  const { provider } = route.useParams()
  const { callbackResponse } = route.useRouteContext()
  const afterFirstFactor = useAfterFirstFactor()
  return (
    <CardPage>
      <CallbackScreen
        provider={provider}
        response={callbackResponse}
        onSignedIn={useAfterSignIn()}
        onSecondFactorDue={(returnTo) =>
          afterFirstFactor({ status: 'secondFactor' }, { method: `oauth:${provider}`, returnTo })
        }
      />
    </CardPage>
  )
}
