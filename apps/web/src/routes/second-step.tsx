import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { CardPage } from '../components/card-page.tsx'
import { usePasswordPolicy } from '../features/passwords/use-password-policy.ts'
import { NoSignInWaiting } from '../features/second-factors/second-step/no-sign-in-waiting.tsx'
import { SecondStepScreen } from '../features/second-factors/second-step/second-step-screen.tsx'
import { returnPath } from '../navigation/return-path.ts'
import { rememberMethod } from '../preferences/last-method.ts'
import { takeFirstFactor } from '../second-factors/first-factor.ts'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'

const route = getRouteApi('/second-step')

/** Where the second step of a sign-in is taken, whatever its first was. A reload keeps it: the sign-in waits in a cookie. */
export function SecondStepPage(): JSX.Element {
  const app = useTranslations('app')
  const search = route.useSearch()
  const { due } = route.useRouteContext()
  const { client } = trpc.useUtils()
  const policy = usePasswordPolicy()
  const afterSignIn = useAfterSignIn()
  const signInButton = (
    <Button size="md" fullWidth renderRoot={(root) => <Link {...root} to="/sign-in" search={search} />}>
      {app('signIn')}
    </Button>
  )
  return (
    <CardPage>
      {due === null ? (
        <NoSignInWaiting why="none">{signInButton}</NoSignInWaiting>
      ) : (
        <SecondStepScreen
          key={due.expiresAt}
          due={due}
          verify={async (input) => {
            await client.auth.verifySecondFactor.mutate(input)
            const method = takeFirstFactor()
            if (method !== null) rememberMethod(method)
            await afterSignIn(returnPath(search.returnTo))
          }}
          support={policy?.support ?? null}
          renderSignInLink={(text) => (
            <Link to="/sign-in" search={search}>
              {text}
            </Link>
          )}
          signInButton={signInButton}
        />
      )}
    </CardPage>
  )
}
