import { getRouteApi, Link } from '@tanstack/react-router'
import { type JSX, useState } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { SignInForm } from '../features/passwords/sign-in-form.tsx'
import { returnPath } from '../navigation/return-path.ts'
import classes from './signed-out.module.css'

const route = getRouteApi('/signed-out/sign-in')

export function SignInPage(): JSX.Element {
  const onward = route.useSearch()
  const returnTo = returnPath(onward.returnTo)
  const afterSignIn = useAfterSignIn()
  const [remember, setRemember] = useState(false)
  return (
    <CardPage>
      <PageHeading title="Sign in" />
      <SignInForm onSignedIn={() => afterSignIn(returnTo)} onRememberChange={setRemember} />
      <OrContinueWith returnTo={returnTo} remember={remember} />
      <p className={classes.other}>
        New here?{' '}
        <Link to="/sign-up" search={onward}>
          Sign up
        </Link>
      </p>
    </CardPage>
  )
}
