import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { exactPath } from '../../navigation/exact-path.ts'
import { onProof, openForProof, provedPath } from './proof-channel.ts'
import { rememberTrip } from './trip.ts'
import type { RefusedDeparture } from './use-departure.ts'

const features = 'popup,width=480,height=700'

export interface ProofWindow {
  /** The provider that is being asked, or `null`. */
  readonly asking: string | null
  readonly refused: RefusedDeparture | null
  readonly ask: (provider: string) => Promise<void>
}

/**
 * Has a provider confirm who is signed in, in a small window, so that this page stays as it is and what was refused for
 * the want of a proof can be done again. Where the browser opens no window, the whole page goes, and comes back here.
 */
export function useProofWindow(onProved: () => void): ProofWindow {
  const stepUp = trpc.oauth.stepUp.useMutation()
  const [asking, setAsking] = useState<string | null>(null)
  const [refused, setRefused] = useState<RefusedDeparture | null>(null)

  /** Of the window that was opened last, here. */
  const question = useRef<string>(null)
  const answered = useEffectEvent((answer: string) => {
    if (answer === question.current) onProved()
  })
  useEffect(() => onProof((answer) => answered(answer)), [])

  async function ask(provider: string): Promise<void> {
    setAsking(provider)
    setRefused(null)
    // Before anything is awaited: a browser opens windows only while it handles the click.
    const { question: asked, opened: proofWindow } = openForProof(() => openWindow(provider))
    question.current = asked
    const returnTo = proofWindow === null ? exactPath() : provedPath
    try {
      const { url } = await stepUp.mutateAsync({ provider, returnTo })
      if (proofWindow === null) rememberTrip({ kind: 'step_up', provider, returnTo })
      ;(proofWindow ?? window).location.assign(url)
    } catch (error) {
      proofWindow?.close()
      setRefused({ provider, error })
      setAsking(null)
    }
  }

  return { asking, refused, ask }
}

/** A new window starts with a copy of this tab's notes: it knows what it was opened for. */
function openWindow(provider: string): Window | null {
  rememberTrip({ kind: 'step_up', provider, returnTo: provedPath })
  return window.open('about:blank', '_blank', features)
}
