import type { IdentityView } from '@latchkey/schema'
import { useLocation } from '@tanstack/react-router'
import type { JSX } from 'react'
import { trpc } from '../../api/trpc.ts'
import { useProviders } from '../../providers/use-providers.ts'
import { ContinueWith } from './continue-with.tsx'
import classes from './continue-with.module.css'

export interface ProveWithProps {
  readonly identities: readonly IdentityView[]
  /** There is another way above this one. */
  readonly instead: boolean
}

/** Signing in again through a connected account, as the proof that it is them. It leaves the page, and comes back. */
export function ProveWith({ identities, instead }: ProveWithProps): JSX.Element | null {
  const here = useLocation({ select: ({ href }) => href })
  const me = trpc.auth.me.useQuery()
  const connected = useProviders().filter(({ id }) => identities.some(({ provider }) => provider === id))
  if (connected.length === 0) return null
  return (
    <div className={classes.root}>
      {instead && <p className={classes.or}>or</p>}
      <p className={classes.lead}>
        {instead ? 'Confirm it by signing in again.' : 'Sign in again to go on.'} You come back to this page and repeat
        what you were doing.
      </p>
      <ContinueWith providers={connected} returnTo={here} remember={me.data?.session.remembered ?? false} />
    </div>
  )
}
