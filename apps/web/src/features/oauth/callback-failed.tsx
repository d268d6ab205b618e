import type { ErrorReason } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type JSX, useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { PageHeading } from '../../components/page-heading.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { returnPath } from '../../navigation/return-path.ts'
import classes from './callback-screen.module.css'
import { callbackText, type NextStep } from './callback-text.ts'
import { securityPath } from './identities/security-search.ts'
import type { AuthorizationRequest } from '../../providers/authorization-request.ts'
import { steppedUpPath } from '../../step-up/step-up-channel.ts'
import { useAuthorizationRedirect } from './use-authorization-redirect.ts'
import { wantConnection } from './wanted-connection.ts'

export interface CallbackFailedProps {
  readonly error: unknown
  readonly reason: ErrorReason | null
  readonly signedIn: boolean
  readonly provider: string
  readonly name: string
  /** The authorization request of this tab, if it is known. */
  readonly request: AuthorizationRequest | null
}

/** Shows why a provider's response did not sign the user in, and what they can do next. */
export function CallbackFailed({ error, reason, ...context }: CallbackFailedProps): JSX.Element {
  const texts = useTranslations('callback')
  const { name, signedIn, request } = context
  const message = callbackText(reason, { name, signedIn, kind: request?.kind ?? null }, texts)
  useEffect(() => {
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [])

  return (
    <>
      <PageHeading title={message.title} {...(message.text !== null && { lead: message.text })} />
      {message.text === null && <ErrorNote error={error} provider={name} />}
      <Actions {...context} nextStep={message.nextStep} />
    </>
  )
}

interface ActionsProps extends Omit<CallbackFailedProps, 'error' | 'reason'> {
  readonly nextStep: NextStep
}

function Actions({ nextStep, provider, name, signedIn, request }: ActionsProps): JSX.Element {
  const texts = useTranslations('callback')
  const app = useTranslations('app')
  const { redirectingTo, refused, redirect } = useAuthorizationRedirect()
  const returnTo = returnPath(request?.returnTo)
  if (request?.kind === 'link') return <BackToSecurity signedIn={signedIn} />
  return (
    <div className={classes.actions}>
      {refused !== null && <ErrorNote error={refused.error} provider={name} />}
      {nextStep === 'try_again' && (
        <BusyButton
          size="md"
          fullWidth
          busy={redirectingTo !== null}
          onClick={() => void redirect(request ?? { kind: 'sign_in', provider, returnTo, remember: false })}
        >
          {app('tryAgain')}
        </BusyButton>
      )}
      {nextStep === 'sign_in_first' && (
        <SignInLink returnTo={`${securityPath}?connect=${provider}`} onClick={() => wantConnection(provider)} />
      )}
      {nextStep === 'sign_up' && !signedIn && (
        <Button component={Link} to="/sign-up" size="md" fullWidth>
          {app('signUp')}
        </Button>
      )}
      <p className={classes.other}>
        {returnTo === steppedUpPath ? (
          texts('closeWindow')
        ) : signedIn ? (
          // A plain link: the router would rewrite the search.
          <a href={returnTo}>{app('back')}</a>
        ) : (
          <Link to="/sign-in" search={returnTo === '/' ? {} : { returnTo }}>
            {texts('anotherWay')}
          </Link>
        )}
      </p>
    </div>
  )
}

function BackToSecurity({ signedIn }: { readonly signedIn: boolean }): JSX.Element {
  const texts = useTranslations('callback')
  if (signedIn) {
    return (
      <Button component={Link} to={securityPath} size="md" fullWidth>
        {texts('backToSecurity')}
      </Button>
    )
  }
  return <SignInLink returnTo={securityPath} />
}

interface SignInLinkProps {
  readonly returnTo: string
  readonly onClick?: () => void
}

function SignInLink({ returnTo, onClick }: SignInLinkProps): JSX.Element {
  const app = useTranslations('app')
  return (
    <Button
      size="md"
      fullWidth
      onClick={onClick}
      renderRoot={(props) => <Link {...props} to="/sign-in" search={{ returnTo }} />}
    >
      {app('signIn')}
    </Button>
  )
}
