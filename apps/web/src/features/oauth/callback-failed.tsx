import type { ErrorReason } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type JSX, useEffect } from 'react'
import { BusyButton } from '../../components/busy-button.tsx'
import { PageHeading } from '../../components/page-heading.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { returnPath } from '../../navigation/return-path.ts'
import classes from './callback-screen.module.css'
import { callbackFailureMessage, type WayOn } from './callback-messages.ts'
import { methodsPath } from './identities/methods-search.ts'
import type { Trip } from './trip.ts'
import { provedPath } from './proof-channel.ts'
import { useDeparture } from './use-departure.ts'
import { wantConnection } from './wanted-connection.ts'

export interface CallbackFailedProps {
  readonly error: unknown
  readonly reason: ErrorReason | null
  readonly signedIn: boolean
  readonly provider: string
  readonly name: string
  /** What this tab had begun, if it did. */
  readonly trip: Trip | null
}

/** Someone came back and could not be let in: why, and how to go on. */
export function CallbackFailed({ error, reason, ...way }: CallbackFailedProps): JSX.Element {
  const { name, signedIn, trip } = way
  const message = callbackFailureMessage(reason, { name, signedIn, kind: trip?.kind ?? null })
  useEffect(() => {
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [])

  return (
    <>
      <PageHeading title={message.title} {...(message.text !== null && { lead: message.text })} />
      {message.text === null && <ErrorNote error={error} provider={name} />}
      <Ways {...way} wayOn={message.wayOn} />
    </>
  )
}

interface WaysProps extends Omit<CallbackFailedProps, 'error' | 'reason'> {
  readonly wayOn: WayOn
}

function Ways({ wayOn, provider, name, signedIn, trip }: WaysProps): JSX.Element {
  const { leaving, refused, depart } = useDeparture()
  const returnTo = returnPath(trip?.returnTo)
  if (trip?.kind === 'link') return <BackToMethods signedIn={signedIn} />
  return (
    <div className={classes.actions}>
      {refused !== null && <ErrorNote error={refused.error} provider={name} />}
      {wayOn === 'try_again' && (
        <BusyButton
          size="md"
          fullWidth
          busy={leaving !== null}
          onClick={() => void depart(trip ?? { kind: 'sign_in', provider, returnTo, remember: false })}
        >
          Try again
        </BusyButton>
      )}
      {wayOn === 'sign_in_first' && (
        <SignInLink returnTo={`${methodsPath}?connect=${provider}`} onClick={() => wantConnection(provider)} />
      )}
      {wayOn === 'sign_up' && !signedIn && (
        <Button component={Link} to="/sign-up" size="md" fullWidth>
          Sign up
        </Button>
      )}
      <p className={classes.other}>
        {returnTo === provedPath ? (
          'Or close this window to go back.'
        ) : signedIn ? (
          // As it stands: the router would write it anew.
          <a href={returnTo}>Back</a>
        ) : (
          <Link to="/sign-in" search={returnTo === '/' ? {} : { returnTo }}>
            Sign in another way
          </Link>
        )}
      </p>
    </div>
  )
}

function BackToMethods({ signedIn }: { readonly signedIn: boolean }): JSX.Element {
  if (signedIn) {
    return (
      <Button component={Link} to={methodsPath} size="md" fullWidth>
        Back to sign-in methods
      </Button>
    )
  }
  return <SignInLink returnTo={methodsPath} />
}

interface SignInLinkProps {
  readonly returnTo: string
  readonly onClick?: () => void
}

function SignInLink({ returnTo, onClick }: SignInLinkProps): JSX.Element {
  return (
    <Button
      size="md"
      fullWidth
      onClick={onClick}
      renderRoot={(props) => <Link {...props} to="/sign-in" search={{ returnTo }} />}
    >
      Sign in
    </Button>
  )
}
