import { getRouteApi, Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { Note } from '../components/note.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { errorWords } from '../errors/error-words.ts'
import { useArrival } from '../features/auth/use-arrival.ts'
import { SignInForm } from '../features/passwords/sign-in-form.tsx'
import { returnPath } from '../navigation/return-path.ts'
import classes from './signed-out.module.css'

const route = getRouteApi('/signed-out/sign-in')

export function SignInPage(): JSX.Element {
  const { ended, ...onward } = route.useSearch()
  const arrive = useArrival(returnPath(onward.returnTo))
  return (
    <CardPage>
      <PageHeading title="Sign in" />
      {ended === 1 && <Note tone="neutral">{errorWords.SESSION_ENDED}</Note>}
      <SignInForm onSignedIn={arrive} />
      <p className={classes.other}>
        New here?{' '}
        <Link to="/sign-up" search={onward}>
          Sign up
        </Link>
      </p>
    </CardPage>
  )
}
