import {
  type AuthenticationOptionsView,
  type AuthenticationResponseInput,
  passkeyChallengeLifetime,
  type PasskeySignInInput,
} from '@latchkey/schema'
import { useEffect, useEffectEvent, useState } from 'react'
import { reasonOf } from '../../errors/failure.ts'
import { canUsePasskeys } from '../../passkeys/can-use-passkeys.ts'
import { isCancelled } from '../../passkeys/is-cancelled.ts'
import { findWebAuthn, loadWebAuthn, type WebAuthn } from '../../passkeys/load-webauthn.ts'

/** The procedures that sign in with a passkey. */
export interface PasskeySignInCalls {
  readonly passkeyOptions: () => Promise<AuthenticationOptionsView>
  readonly passkeySignIn: (input: PasskeySignInInput) => Promise<unknown>
}

export interface PasskeySignInOptions {
  readonly calls: PasskeySignInCalls
  readonly remember: boolean
  /** Called with the cookie in place; the button stays busy until it resolves. */
  readonly onSignedIn: () => Promise<void>
}

export interface PasskeySignIn {
  /** Whether passkeys can be used on this page. */
  readonly isOffered: boolean
  readonly busy: boolean
  /** Why the last ceremony did not sign in, or `null`. */
  readonly refusal: unknown
  /** Asks for a passkey in the browser's own dialog. */
  readonly press: () => void
}

/** Milliseconds after which the browser gets other options to fill in from, before their challenge is too old. */
const renewAfter = passkeyChallengeLifetime - 60_000

/**
 * Signs in with a passkey: one that the browser offers where the address is typed, from when the page shows until it is left, or
 * in a dialog.
 */
export function usePasskeySignIn({ calls, remember, onSignedIn }: PasskeySignInOptions): PasskeySignIn {
  const [isOffered] = useState(canUsePasskeys)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)

  async function signIn(webAuthn: WebAuthn, rpId: string, response: AuthenticationResponseInput): Promise<void> {
    try {
      await calls.passkeySignIn({ response, remember })
    } catch (error) {
      if (reasonOf(error) === 'PASSKEY_UNKNOWN') void webAuthn.signalUnknown(rpId, response.id)
      throw error
    }
    await onSignedIn()
  }

  async function run(ceremony: () => Promise<void>): Promise<void> {
    setBusy(true)
    setRefusal(null)
    try {
      await ceremony()
    } catch (error) {
      setRefusal(error)
    } finally {
      setBusy(false)
    }
  }

  async function askInDialog(): Promise<void> {
    const webAuthn = await loadWebAuthn()
    const options = await calls.passkeyOptions()
    await signIn(webAuthn, options.rpId, await webAuthn.getPasskey(options, 'optional'))
  }

  // One ceremony at a time. A passkey that was refused is not asked for again before its user says so.
  const isRefused = refusal !== null && !isCancelled(refusal)
  const askForOptions = useEffectEvent(() => calls.passkeyOptions())
  const answer = useEffectEvent((webAuthn: WebAuthn, rpId: string, response: AuthenticationResponseInput) =>
    run(() => signIn(webAuthn, rpId, response)),
  )
  useEffect(() => {
    if (!isOffered || busy || isRefused) return undefined
    const page = new AbortController()
    void offerInField(page.signal, askForOptions, answer)
    return () => page.abort()
  }, [isOffered, busy, isRefused])

  return { isOffered, busy, refusal, press: () => void run(askInDialog) }
}

/**
 * Has the browser offer passkeys where the address is typed, until the signal. What fails here is not told: no user has asked for
 * it, and the button is left.
 */
async function offerInField(
  left: AbortSignal,
  askForOptions: () => Promise<AuthenticationOptionsView>,
  answer: (webAuthn: WebAuthn, rpId: string, response: AuthenticationResponseInput) => Promise<void>,
): Promise<void> {
  const webAuthn = await findWebAuthn()
  if (webAuthn === null || !(await webAuthn.canFillIn())) return
  let isRenewed = true
  while (isRenewed && !left.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- each offer follows the one before
    const options = await askForOptions().catch(() => null)
    if (options === null || left.aborted) return
    isRenewed = false
    const stop = onceStale(left, (isStale) => {
      isRenewed = isStale
      webAuthn.abortCeremony()
    })
    // oxlint-disable-next-line no-await-in-loop -- as above
    const response = await webAuthn.getPasskey(options, 'conditional').catch(() => null)
    stop()
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (response !== null) await answer(webAuthn, options.rpId, response)
  }
}

/** Calls back once: when the page is left, or when options are stale and the page is looked at. Returns how to stop that. */
function onceStale(left: AbortSignal, end: (isStale: boolean) => void): () => void {
  const over = new AbortController()
  const { signal } = over
  function finish(isStale: boolean): void {
    stop()
    end(isStale)
  }
  function renew(): void {
    if (!document.hidden) finish(true)
    else document.addEventListener('visibilitychange', () => finish(true), { signal, once: true })
  }
  const timer = setTimeout(renew, renewAfter)
  left.addEventListener('abort', () => finish(false), { signal })
  window.addEventListener('pagehide', () => finish(false), { signal })
  function stop(): void {
    clearTimeout(timer)
    over.abort()
  }
  return stop
}
