import type { AuthorizeView } from '@latchkey/schema'
import { useEffect, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { rememberTrip, type Trip } from './trip.ts'

/** How a call is made that may be refused until the person proves themselves again. */
export type Guarded = <Result>(call: () => Promise<Result>) => Promise<Result | 'cancelled'>

export interface RefusedDeparture {
  readonly provider: string
  readonly error: unknown
}

export interface Departure {
  /** The provider that the browser is on its way to, or `null`. */
  readonly leaving: string | null
  readonly refused: RefusedDeparture | null
  readonly depart: (trip: Trip) => Promise<void>
}

const unguarded: Guarded = (call) => call()

/** The way to a provider: our server says where it is, and the browser leaves. */
export function useDeparture(guarded: Guarded = unguarded): Departure {
  const authorize = trpc.oauth.authorize.useMutation()
  const link = trpc.oauth.link.useMutation()
  const stepUp = trpc.oauth.stepUp.useMutation()
  const [leaving, setLeaving] = useState<string | null>(null)
  const [refused, setRefused] = useState<RefusedDeparture | null>(null)

  useEffect(() => {
    // Back from the provider by the browser's own button, to this very page: nobody is leaving any more.
    function stay(event: PageTransitionEvent): void {
      if (event.persisted) setLeaving(null)
    }
    window.addEventListener('pageshow', stay)
    return () => window.removeEventListener('pageshow', stay)
  }, [])

  async function ask(trip: Trip): Promise<AuthorizeView> {
    const { provider, returnTo } = trip
    if (trip.kind === 'step_up') return stepUp.mutateAsync({ provider, returnTo })
    if (trip.kind === 'link') return link.mutateAsync({ provider, returnTo })
    return authorize.mutateAsync({ provider, returnTo, remember: trip.remember })
  }

  async function depart(trip: Trip): Promise<void> {
    if (leaving !== null) return
    setLeaving(trip.provider)
    setRefused(null)
    try {
      const answer = await guarded(() => ask(trip))
      if (answer === 'cancelled') {
        setLeaving(null)
        return
      }
      rememberTrip(trip)
      // Busy until the page is gone.
      window.location.assign(answer.url)
    } catch (error) {
      setRefused({ provider: trip.provider, error })
      setLeaving(null)
    }
  }

  return { leaving, refused, depart }
}
