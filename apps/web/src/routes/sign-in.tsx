import { getRouteApi, Link } from '@tanstack/react-router'
import { type JSX, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { SignInForm } from '../features/passwords/sign-in-form.tsx'
import { returnPath, type ReturnToSearch } from '../navigation/return-path.ts'
import classes from './signed-out.module.css'

const route = getRouteApi('/signed-out/sign-in')

export function SignInPage(): JSX.Element {
  const texts = useTranslations('signIn')
  const onward = route.useSearch()
  const returnTo = returnPath(onward.returnTo)
  const afterSignIn = useAfterSignIn()
  const [remember, setRemember] = useState(false)
  return (
    <CardPage>
      <PageHeading title={texts('title')} />
      <SignInForm onSignedIn={() => afterSignIn(returnTo)} onRememberChange={setRemember} />
      <OrContinueWith returnTo={returnTo} remember={remember} />
      <p className={classes.other}>{texts.rich('newHere', { link: signUpLink(onward) })}</p>
    </CardPage>
  )
}

function signUpLink(search: ReturnToSearch): (chunks: ReactNode) => ReactNode {
  return (chunks) => (
    <Link to="/sign-up" search={search}>
      {chunks}
    </Link>
  )
}
