import { Button } from '@mantine/core'
import { type JSX, type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { Note } from '../../components/note.tsx'
import { canUsePasskeys } from '../../passkeys/can-use-passkeys.ts'
import { findWebAuthn, type WebAuthn } from '../../passkeys/load-webauthn.ts'
import { PasskeyFailure } from '../../passkeys/passkey-failure.tsx'
import { endPasskeyOffer, mayOfferPasskey } from '../../passkeys/passkey-offer.ts'
import classes from './passkeys.module.css'
import { useAddPasskey } from './use-add-passkey.ts'

/** Milliseconds that a browser has to make a passkey without asking. */
const silentTimeout = 2500

type State = 'hidden' | 'offered' | 'added'

/**
 * Once in a browser, after a password was typed: has the browser make a passkey without asking, where it can, and else offers one.
 * Neither leaves a trace where this device has no passkeys, or the user has one.
 */
export function PasskeyOffer(): JSX.Element | null {
  const texts = useTranslations('passkeys')
  const utils = trpc.useUtils()
  const { busy, refusal, add } = useAddPasskey()
  const [state, setState] = useState<State>('hidden')

  /** Resolves to whether a passkey is to be offered. */
  const begin = useEffectEvent(async (): Promise<boolean> => {
    const webAuthn = await findWebAuthn()
    const list = await utils.client.passkeys.list.query().catch(() => null)
    if (webAuthn === null || list === null || list.passkeys.length > 0) return false
    const { onDevice, silently } = await webAuthn.findAbilities()
    if (!silently || !(await createSilently(webAuthn))) return onDevice
    endPasskeyOffer()
    return false
  })
  useEffect(() => {
    if (!canUsePasskeys() || !mayOfferPasskey()) return undefined
    const page = new AbortController()
    async function offer(): Promise<void> {
      if ((await begin()) && !page.signal.aborted) setState('offered')
    }
    void offer()
    return () => page.abort()
  }, [])

  /** Resolves to whether a passkey was made. The browser makes none where it did not fill in the password. */
  async function createSilently({ createPasskey, abortCeremony }: WebAuthn): Promise<boolean> {
    const { passkeys } = utils.client
    const timeout = setTimeout(abortCeremony, silentTimeout)
    try {
      const options = await passkeys.registrationOptions.mutate({ mediation: 'conditional' })
      await passkeys.register.mutate({ response: await createPasskey(options, 'conditional') })
      await utils.passkeys.list.invalidate()
      return true
    } catch {
      return false
    } finally {
      clearTimeout(timeout)
    }
  }

  async function accept(): Promise<void> {
    if ((await add()) === null) return
    endPasskeyOffer()
    setState('added')
  }

  function dismiss(): void {
    endPasskeyOffer()
    setState('hidden')
  }

  if (state === 'hidden') return null
  return (
    <aside className={classes.offer} aria-label={texts('offerTitle')}>
      <LiveNote message={state === 'added' ? texts('offerDone') : null} />
      {state === 'offered' && (
        <>
          <Note tone="neutral" action={actions()}>
            <strong className={classes.offerTitle}>{texts('offerTitle')}</strong> {texts('offerText')}
          </Note>
          {refusal !== null && <PasskeyFailure error={refusal} cancelled={texts('notAdded')} />}
        </>
      )}
    </aside>
  )

  function actions(): ReactNode {
    return (
      <div className={classes.actions}>
        <BusyButton size="sm" busy={busy} onClick={() => void accept()}>
          {texts('add')}
        </BusyButton>
        <Button variant="default" size="sm" onClick={dismiss}>
          {texts('notNow')}
        </Button>
      </div>
    )
  }
}
