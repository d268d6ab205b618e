import type { ErrorReason } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../components/page-heading.tsx'
import grant from './grant.module.css'
import { FaultScreen } from '../../errors/fault-screen.tsx'
import { reasonOf } from '../../errors/failure.ts'

/** Requests that must not be redirected: the client or its redirect URI is unknown, or the request can’t be read. */
const deadEnds = {
  CLIENT_UNKNOWN: 'unknownApp',
  REDIRECT_URI_UNKNOWN: 'unknownAddress',
  INVALID_INPUT: 'tooLong',
} as const satisfies Partial<Record<ErrorReason, string>>

function isDeadEnd(reason: ErrorReason | null): reason is keyof typeof deadEnds {
  return reason !== null && Object.hasOwn(deadEnds, reason)
}

export interface CodeRequestRefusedProps {
  readonly error: unknown
  readonly onRetry: () => void
}

export function CodeRequestRefused({ error, onRetry }: CodeRequestRefusedProps): JSX.Element {
  const texts = useTranslations('consent')
  const app = useTranslations('app')
  const reason = reasonOf(error)
  if (!isDeadEnd(reason)) return <FaultScreen error={error} onRetry={onRetry} />
  return (
    <>
      <PageHeading title={texts('refused')} lead={texts(deadEnds[reason])} />
      <Button component={Link} to="/" variant="default" size="md">
        {app('goToAccess')}
      </Button>
      <p className={grant.problem}>{texts('errorCode', { code: reason })}</p>
    </>
  )
}
