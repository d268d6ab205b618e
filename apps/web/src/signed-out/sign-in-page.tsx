import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { ForgottenPassword } from '../features/passwords/forgotten-password.tsx'
import { SignInForm } from '../features/passwords/sign-in-form.tsx'
import { rememberMethod } from '../preferences/last-method.ts'
import { useLastMethod } from '../providers/use-last-method.ts'
import type { SignedOutPageProps } from './signed-out-page.ts'
import classes from './signed-out.module.css'
import { useSignInLead } from './use-sign-in-lead.ts'

export function SignInPage({ returnTo, data, calls, onSignedIn, renderLink }: SignedOutPageProps): JSX.Element {
  const texts = useTranslations('signIn')
  const lastMethod = useLastMethod(data.providers)
  const [remember, setRemember] = useState(false)

  return (
    <CardPage>
      <PageHeading title={texts('title')} lead={useSignInLead(returnTo, data)} />
      <SignInForm
        signIn={async (input) => {
          await calls.signIn(input)
          rememberMethod('password')
          await onSignedIn()
        }}
        onRememberChange={setRemember}
        lastUsed={lastMethod.password}
      />
      <OrContinueWith
        providers={data.providers}
        authorize={calls.authorize}
        returnTo={returnTo}
        remember={remember}
        lastUsed={lastMethod.provider}
      />
      <div className={classes.others}>
        <p className={classes.other}>{texts.rich('newHere', { link: (text) => renderLink('/sign-up', text) })}</p>
        <p className={classes.other}>
          <ForgottenPassword support={data.policy?.support ?? null} />
        </p>
      </div>
    </CardPage>
  )
}
