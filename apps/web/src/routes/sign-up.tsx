import { getRouteApi, Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { SignUpForm } from '../features/passwords/sign-up-form.tsx'
import { returnPath } from '../navigation/return-path.ts'
import classes from './signed-out.module.css'

const route = getRouteApi('/signed-out/sign-up')

export function SignUpPage(): JSX.Element {
  const { returnTo } = route.useSearch()
  const onward = returnTo === undefined ? {} : { returnTo }
  const path = returnPath(returnTo)
  const afterSignIn = useAfterSignIn()
  return (
    <CardPage>
      <PageHeading title="Sign up" />
      <SignUpForm
        onSignedUp={() => afterSignIn(path)}
        signInLink={
          <Link to="/sign-in" search={onward}>
            Sign in instead
          </Link>
        }
      />
      <OrContinueWith returnTo={path} remember={false} />
      <p className={classes.other}>
        Signed up before?{' '}
        <Link to="/sign-in" search={onward}>
          Sign in
        </Link>
      </p>
    </CardPage>
  )
}
