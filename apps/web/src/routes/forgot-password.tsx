import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { checkMailPath } from '../challenges/challenge-paths.ts'
import { keepChallenge } from '../challenges/pending-challenge.ts'
import { typedEmail } from '../challenges/typed-email.ts'
import { useCaptchaView } from '../challenges/use-captcha-view.ts'
import { useMailOptions } from '../challenges/use-mail-options.ts'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { ForgotPasswordForm } from '../features/passwords/forgot-password-form.tsx'
import { ForgottenPassword } from '../features/passwords/forgotten-password.tsx'
import { usePasswordPolicy } from '../features/passwords/use-password-policy.ts'
import { returnPath } from '../navigation/return-path.ts'
import classes from '../signed-out/signed-out.module.css'

const route = getRouteApi('/forgot-password')

/** Where a user asks for a code with which a new password is set. Without mail it says whom to ask. */
export function ForgotPasswordPage(): JSX.Element {
  const texts = useTranslations('forgotPassword')
  const search = route.useSearch()
  const navigate = useNavigate()
  const mail = useMailOptions()
  const captcha = useCaptchaView()
  const policy = usePasswordPolicy()
  const { client } = trpc.useUtils()
  const isPossible = mail?.configured !== false

  return (
    <CardPage>
      <PageHeading
        title={texts('title')}
        lead={isPossible ? texts('lead') : <ForgottenPassword support={policy?.support ?? null} />}
      />
      {isPossible && (
        <ForgotPasswordForm
          email={typedEmail()}
          captcha={captcha}
          request={async (input) => {
            const challenge = await client.auth.requestPasswordReset.mutate(input)
            keepChallenge({ ...challenge, remember: false, returnTo: returnPath(search.returnTo) })
            await navigate({ to: checkMailPath })
          }}
        />
      )}
      <p className={classes.other}>
        <Link to="/sign-in" search={search}>
          {texts('backToSignIn')}
        </Link>
      </p>
    </CardPage>
  )
}
