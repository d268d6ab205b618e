import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { SignUpForm } from '../features/passwords/sign-up-form.tsx'
import { rememberMethod } from '../preferences/last-method.ts'
import { useLastMethod } from '../providers/use-last-method.ts'
import type { SignedOutPageProps } from './signed-out-page.ts'
import classes from './signed-out.module.css'
import { useSignInLead } from './use-sign-in-lead.ts'

export function SignUpPage({ returnTo, data, calls, onSignedIn, renderLink }: SignedOutPageProps): JSX.Element {
  const texts = useTranslations('signUp')
  const lastMethod = useLastMethod(data.providers)
  const signInLink = (text: ReactNode): ReactNode => renderLink('/sign-in', text)

  return (
    <CardPage>
      <PageHeading title={texts('title')} lead={useSignInLead(returnTo, data)} />
      <SignUpForm
        signUp={async (input) => {
          await calls.signUp(input)
          rememberMethod('password')
          await onSignedIn()
        }}
        policy={data.policy}
        renderSignInLink={signInLink}
      />
      <OrContinueWith
        providers={data.providers}
        authorize={calls.authorize}
        returnTo={returnTo}
        remember={false}
        lastUsed={lastMethod.provider}
      />
      <p className={classes.other}>{texts.rich('haveAccount', { link: signInLink })}</p>
    </CardPage>
  )
}
