import { getRouteApi, Link } from '@tanstack/react-router'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { SignUpForm } from '../features/passwords/sign-up-form.tsx'
import { returnPath } from '../navigation/return-path.ts'
import { useSignInLead } from '../navigation/use-sign-in-lead.ts'
import { rememberMethod } from '../preferences/last-method.ts'
import { useLastMethod } from '../providers/use-last-method.ts'
import classes from './signed-out.module.css'

const route = getRouteApi('/signed-out/sign-up')

export function SignUpPage(): JSX.Element {
  const texts = useTranslations('signUp')
  const { returnTo } = route.useSearch()
  const onward = returnTo === undefined ? {} : { returnTo }
  const path = returnPath(returnTo)
  const afterSignIn = useAfterSignIn()
  const lastMethod = useLastMethod()
  const signInLink = (text: ReactNode): ReactNode => (
    <Link to="/sign-in" search={onward}>
      {text}
    </Link>
  )

  async function goOn(): Promise<void> {
    rememberMethod('password')
    await afterSignIn(path)
  }

  return (
    <CardPage>
      <PageHeading title={texts('title')} lead={useSignInLead(path)} />
      <SignUpForm onSignedUp={goOn} renderSignInLink={signInLink} />
      <OrContinueWith returnTo={path} remember={false} lastUsed={lastMethod.provider} />
      <p className={classes.other}>{texts.rich('haveAccount', { link: signInLink })}</p>
    </CardPage>
  )
}
