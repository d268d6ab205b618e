import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { ComponentType, JSX } from 'react'
import { trpc } from '../api/trpc.ts'
import { checkMailPath } from '../challenges/challenge-paths.ts'
import { keepChallenge } from '../challenges/pending-challenge.ts'
import { useCaptchaView } from '../challenges/use-captcha-view.ts'
import { useMailOptions } from '../challenges/use-mail-options.ts'
import { usePasswordPolicy } from '../features/passwords/use-password-policy.ts'
import { returnPath, type ReturnToSearch } from '../navigation/return-path.ts'
import { signInPurpose } from '../navigation/sign-in-purpose.ts'
import { useProviders } from '../providers/use-providers.ts'
import { useAfterFirstFactor } from '../second-factors/use-after-first-factor.ts'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { SignInPage } from '../signed-out/sign-in-page.tsx'
import { SignUpPage } from '../signed-out/sign-up-page.tsx'
import type { SignedOutPageProps } from '../signed-out/signed-out-page.ts'

const signInRoute = getRouteApi('/signed-out/sign-in')
const signUpRoute = getRouteApi('/signed-out/sign-up')

export function SignInRoutePage(): JSX.Element {
  return <SignedOutRoutePage page={SignInPage} search={signInRoute.useSearch()} />
}

export function SignUpRoutePage(): JSX.Element {
  return <SignedOutRoutePage page={SignUpPage} search={signUpRoute.useSearch()} />
}

interface SignedOutRoutePageProps {
  readonly page: ComponentType<SignedOutPageProps>
  readonly search: ReturnToSearch
}

/** A page for signed-out users that is reached within the app. */
function SignedOutRoutePage({ page: Page, search }: SignedOutRoutePageProps): JSX.Element {
  const returnTo = returnPath(search.returnTo)
  const afterSignIn = useAfterSignIn()
  const afterFirstFactor = useAfterFirstFactor()
  const { client } = trpc.useUtils()
  const navigate = useNavigate()
  const providers = useProviders()
  const policy = usePasswordPolicy()
  const mail = useMailOptions()
  const captcha = useCaptchaView()
  const options = trpc.grants.options.useQuery(undefined, {
    enabled: signInPurpose(returnTo)?.kind === 'app',
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Page
      returnTo={returnTo}
      data={{ providers, policy, mail, captcha, clients: options.data?.clients ?? [] }}
      calls={{
        signIn: (input) => client.auth.signIn.mutate(input),
        signUp: (input) => client.auth.signUp.mutate(input),
        continueUnproven: (input) => client.auth.continueUnproven.mutate(input),
        requestSignInCode: (input) => client.auth.requestSignInCode.mutate(input),
        authorize: (input) => client.oauth.authorize.mutate(input),
        passkeyOptions: () => client.passkeys.signInOptions.mutate(),
        passkeySignIn: (input) => client.passkeys.signIn.mutate(input),
      }}
      onSignedIn={() => afterSignIn(returnTo)}
      onSecondFactorDue={(method) => afterFirstFactor({ status: 'secondFactor' }, { method, returnTo })}
      onMailed={async (challenge, remember) => {
        keepChallenge({ ...challenge, remember, returnTo })
        await navigate({ to: checkMailPath })
      }}
      renderLink={(to, text) => (
        <Link to={to} search={search}>
          {text}
        </Link>
      )}
    />
  )
}
