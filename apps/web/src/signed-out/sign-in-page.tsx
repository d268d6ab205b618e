import { type JSX, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { forgotPasswordPath } from '../challenges/challenge-paths.ts'
import { rememberTypedEmail } from '../challenges/typed-email.ts'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { OrContinueWith } from '../features/oauth/or-continue-with.tsx'
import { ForgottenPassword } from '../features/passwords/forgotten-password.tsx'
import { SignInForm } from '../features/passwords/sign-in-form.tsx'
import { PasskeySignInButton } from '../features/passkeys/passkey-sign-in-button.tsx'
import { usePasskeySignIn } from '../features/passkeys/use-passkey-sign-in.ts'
import { signInPurpose } from '../navigation/sign-in-purpose.ts'
import { notePasswordSignIn } from '../passkeys/passkey-offer.ts'
import { rememberMethod } from '../preferences/last-method.ts'
import { useLastMethod } from '../providers/use-last-method.ts'
import type { SignedOutPageProps } from './signed-out-page.ts'
import classes from './signed-out.module.css'
import { useSignInLead } from './use-sign-in-lead.ts'

export function SignInPage(props: SignedOutPageProps): JSX.Element {
  const { returnTo, data, calls, onSignedIn, onSecondFactorDue, onMailed, renderLink } = props
  const texts = useTranslations('signIn')
  const codes = data.mail?.codes === true
  const lastMethod = useLastMethod(data.providers, codes)
  const [remember, setRemember] = useState(false)
  const passkey = usePasskeySignIn({
    calls,
    remember,
    onSignedIn: async () => {
      rememberMethod('passkey')
      await onSignedIn()
    },
  })

  return (
    <CardPage>
      <PageHeading title={texts('title')} lead={useSignInLead(returnTo, data)} />
      <SignInForm
        signIn={async (input) => {
          const { status } = await calls.signIn(input)
          if (status === 'secondFactor') return onSecondFactorDue('password')
          rememberMethod('password')
          notePasswordSignIn()
          await onSignedIn()
        }}
        mailCode={codes ? async (input) => onMailed(await calls.requestSignInCode(input), remember) : null}
        captcha={data.captcha}
        onValuesChange={(values) => {
          setRemember(values.remember)
          rememberTypedEmail(values.email)
        }}
        lastUsed={lastMethod.password ? 'password' : lastMethod.code ? 'code' : null}
      />
      <OrContinueWith
        providers={data.providers}
        authorize={calls.authorize}
        returnTo={returnTo}
        remember={remember}
        lastUsed={lastMethod.provider}
        first={passkey.isOffered ? <PasskeySignInButton passkey={passkey} lastUsed={lastMethod.passkey} /> : null}
      />
      <div className={classes.others}>
        <p className={classes.other}>{texts.rich('newHere', { link: (text) => renderLink('/sign-up', text) })}</p>
        <p className={classes.other}>{forgotten()}</p>
      </div>
    </CardPage>
  )

  /** Without mail a forgotten password is a case for the operator. */
  function forgotten(): ReactNode {
    if (data.mail?.configured !== true) return <ForgottenPassword support={data.policy?.support ?? null} />
    return texts.rich(signInPurpose(returnTo)?.kind === 'event' ? 'notYou' : 'forgotPassword', {
      link: (text) => renderLink(forgotPasswordPath, text),
    })
  }
}
