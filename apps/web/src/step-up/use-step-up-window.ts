import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { exactPath } from '../navigation/exact-path.ts'
import { rememberAuthorizationRequest } from '../providers/authorization-request.ts'
import { onStepUpAnnounced, openForStepUp, steppedUpPath } from './step-up-channel.ts'

const windowFeatures = 'popup,width=480,height=700'

export interface StepUpWindow {
  /** The id of the provider that the window is at, or `null`. */
  readonly waitingFor: string | null
  readonly refused: { readonly provider: string; readonly error: unknown } | null
  readonly open: (provider: string) => Promise<void>
}

/**
 * Has a provider confirm who is signed in, in a small window, so that this page stays as it is and the refused call can
 * be made again. Where the browser opens no window, the whole page goes to the provider and comes back here.
 */
export function useStepUpWindow(onSteppedUp: () => void): StepUpWindow {
  const stepUp = trpc.oauth.stepUp.useMutation()
  const [waitingFor, setWaitingFor] = useState<string | null>(null)
  const [refused, setRefused] = useState<StepUpWindow['refused']>(null)

  /** Of the window that was opened last, here. */
  const lastRequestId = useRef<string>(null)
  const announced = useEffectEvent((requestId: string) => {
    if (requestId === lastRequestId.current) onSteppedUp()
  })
  useEffect(() => onStepUpAnnounced((requestId) => announced(requestId)), [])

  async function open(provider: string): Promise<void> {
    setWaitingFor(provider)
    setRefused(null)
    // Before anything is awaited: a browser opens windows only while it handles the click.
    const { requestId, opened } = openForStepUp(() => openWindow(provider))
    lastRequestId.current = requestId
    const returnTo = opened === null ? exactPath() : steppedUpPath
    try {
      const { url } = await stepUp.mutateAsync({ provider, returnTo })
      if (opened === null) rememberAuthorizationRequest({ kind: 'step_up', provider, returnTo })
      ;(opened ?? window).location.assign(url)
    } catch (error) {
      opened?.close()
      setRefused({ provider, error })
      setWaitingFor(null)
    }
  }

  return { waitingFor, refused, open }
}

/** A new window starts with a copy of this tab's `sessionStorage`: it knows its authorization request. */
function openWindow(provider: string): Window | null {
  rememberAuthorizationRequest({ kind: 'step_up', provider, returnTo: steppedUpPath })
  return window.open('about:blank', '_blank', windowFeatures)
}
