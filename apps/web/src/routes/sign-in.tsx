import { getRouteApi, Link } from '@tanstack/react-router'
import { type JSX, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { useAfterSignIn } from '../session/use-after-sign-in.ts'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { ForgottenPassword } from '../features/passwords/forgotten-password.tsx'
import { SignInForm } from '../features/passwords/sign-in-form.tsx'
import { returnPath, type ReturnToSearch } from '../navigation/return-path.ts'
import { useSignInLead } from '../navigation/use-sign-in-lead.ts'
import { rememberMethod } from '../preferences/last-method.ts'
import { useLastMethod } from '../providers/use-last-method.ts'
import classes from './signed-out.module.css'

const route = getRouteApi('/signed-out/sign-in')

export function SignInPage(): JSX.Element {
  const texts = useTranslations('signIn')
  const onward = route.useSearch()
  const returnTo = returnPath(onward.returnTo)
  const afterSignIn = useAfterSignIn()
  const lastMethod = useLastMethod()
  const [remember, setRemember] = useState(false)

  async function goOn(): Promise<void> {
    rememberMethod('password')
    await afterSignIn(returnTo)
  }

  return (
    <CardPage>
      <PageHeading title={texts('title')} lead={useSignInLead(returnTo)} />
      <SignInForm onSignedIn={goOn} onRememberChange={setRemember} lastUsed={lastMethod.password} />
      <OrContinueWith returnTo={returnTo} remember={remember} lastUsed={lastMethod.provider} />
      <div className={classes.others}>
        <p className={classes.other}>{texts.rich('newHere', { link: signUpLink(onward) })}</p>
        <p className={classes.other}>
          <ForgottenPassword />
        </p>
      </div>
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
