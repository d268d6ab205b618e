import type { CallbackView } from '@latchkey/schema'
import { Loader } from '@mantine/core'
import { type JSX, useEffect, useEffectEvent, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { PageHeading } from '../../components/page-heading.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { returnPath } from '../../navigation/return-path.ts'
import { providerName } from '../../providers/provider-name.ts'
import { useProviders } from '../../providers/use-providers.ts'
import { type Arrival, finishOnce } from './arrival.ts'
import { CallbackFailed } from './callback-failed.tsx'
import classes from './callback-screen.module.css'
import { noteConnected } from './identities/connected-note.ts'
import { lastTrip } from './trip.ts'

export interface CallbackScreenProps {
  readonly provider: string
  /** What the provider sent along; `null` when this page was opened without. */
  readonly arrival: Arrival | null
  /** Called with the cookie in place. */
  readonly onArrived: (path: string) => Promise<void>
}

interface Failed {
  readonly error: unknown
  readonly signedIn: boolean
}

/** Where a provider sends people back to. */
export function CallbackScreen({ provider, arrival, onArrived }: CallbackScreenProps): JSX.Element {
  const utils = trpc.useUtils()
  const name = providerName(provider, useProviders())
  const [failed, setFailed] = useState<Failed | null>(null)
  const trip = lastTrip(provider)

  const finish = useEffectEvent(async (): Promise<CallbackView> => {
    // Loaded again, or opened by hand: what came along is gone.
    if (arrival === null) throw new Error('nothing to finish')
    return finishOnce(arrival, (brought) => utils.client.oauth.callback.mutate(brought))
  })
  const arrive = useEffectEvent(async ({ outcome, returnTo }: CallbackView): Promise<void> => {
    if (outcome === 'linked') noteConnected(name)
    await onArrived(returnPath(returnTo))
  })
  const fail = useEffectEvent(async (cause: unknown): Promise<Failed> => {
    const me = await utils.auth.me.fetch(undefined, { staleTime: 0 }).catch(() => null)
    return { error: cause, signedIn: me !== null }
  })
  useEffect(() => {
    let here = true
    finish()
      .then((view) => (here ? arrive(view) : undefined))
      .catch(async (error: unknown) => {
        const outcome = await fail(error)
        if (here) setFailed(outcome)
      })
    return () => {
      here = false
    }
  }, [])

  if (failed !== null) {
    const reason = arrival === null ? 'AUTHORIZATION_UNKNOWN' : reasonOf(failed.error)
    return <CallbackFailed {...failed} reason={reason} provider={provider} name={name} trip={trip} />
  }
  return (
    <>
      <PageHeading title="One moment" />
      <div className={classes.progress}>
        <Loader size="sm" aria-hidden />
        <output>
          {trip?.kind === 'link' ? 'Finishing connecting' : 'Finishing signing in with'} <bdi>{name}</bdi> …
        </output>
      </div>
    </>
  )
}
