import type { ErrorReason } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { PageHeading } from '../../components/page-heading.tsx'
import grant from './grant.module.css'
import { FaultScreen } from '../../errors/fault-screen.tsx'
import { reasonOf } from '../../errors/failure.ts'

/** Requests that must not be redirected: the client or its redirect URI is unknown, or the request can’t be read. */
const deadEnds: Readonly<Partial<Record<ErrorReason, string>>> = {
  CLIENT_UNKNOWN:
    'Latchkey doesn’t know the app that sent you here. Nothing was sent anywhere. Close this tab, go back to the app and start again; if it happens again, tell its makers.',
  REDIRECT_URI_UNKNOWN:
    'The answer would have gone to an address that isn’t the app’s. Nothing was sent anywhere. If you followed a link, close this tab: somebody may want to sign in as you. If you started this in an app, tell its makers.',
  INVALID_INPUT:
    'This address is longer than any request that Latchkey can answer. Nothing was sent anywhere. Close this tab, go back to the app and start again.',
}

export interface CodeRequestRefusedProps {
  readonly error: unknown
  readonly onRetry: () => void
}

export function CodeRequestRefused({ error, onRetry }: CodeRequestRefusedProps): JSX.Element {
  const reason = reasonOf(error)
  const message = reason === null ? undefined : deadEnds[reason]
  if (message === undefined) return <FaultScreen error={error} onRetry={onRetry} />
  return (
    <>
      <PageHeading title="You can’t sign in this way" lead={message} />
      <Button component={Link} to="/" variant="default" size="md">
        Go to the start
      </Button>
      <p className={grant.problem}>For the makers of the app: {reason}</p>
    </>
  )
}
