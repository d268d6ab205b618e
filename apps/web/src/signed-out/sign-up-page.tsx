import type { ChallengeView, SignUpInput } from '@latchkey/schema'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { keepChallenge } from '../challenges/pending-challenge.ts'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { SignUpForm } from '../features/passwords/sign-up-form.tsx'
import { reasonOf } from '../errors/failure.ts'
import { rememberMethod } from '../preferences/last-method.ts'
import { useLastMethod } from '../providers/use-last-method.ts'
import type { SignedOutPageProps } from './signed-out-page.ts'
import classes from './signed-out.module.css'
import { useSignInLead } from './use-sign-in-lead.ts'

export function SignUpPage(props: SignedOutPageProps): JSX.Element {
  const { returnTo, data, calls, onSignedIn, onMailed, renderLink } = props
  const texts = useTranslations('signUp')
  const lastMethod = useLastMethod(data.providers, false)
  const signInLink = (text: ReactNode): ReactNode => renderLink('/sign-in', text)

  async function signUp(input: SignUpInput): Promise<void> {
    const { challenge } = await calls.signUp(input)
    if (challenge !== null && !(await isLetOn(challenge))) return onMailed(challenge, false)
    rememberMethod('password')
    await onSignedIn()
  }

  /** Whether the account works before its address is proven. The code that was mailed proves it later. */
  async function isLetOn(challenge: ChallengeView): Promise<boolean> {
    if (data.mail?.proof === 'required') return false
    try {
      await calls.continueUnproven({ challenge: challenge.id })
    } catch (error) {
      if (reasonOf(error) === 'EMAIL_PROOF_REQUIRED') return false
      throw error
    }
    keepChallenge({ ...challenge, purpose: 'prove_email', remember: false, returnTo })
    return true
  }

  return (
    <CardPage>
      <PageHeading title={texts('title')} lead={useSignInLead(returnTo, data)} />
      <SignUpForm signUp={signUp} policy={data.policy} captcha={data.captcha} renderSignInLink={signInLink} />
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
