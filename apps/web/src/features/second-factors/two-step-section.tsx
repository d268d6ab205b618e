import type { SecondFactorsView } from '@latchkey/schema'
import { IconShieldLock } from '@tabler/icons-react'
import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { BusyButton } from '../../components/busy-button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { LiveNote } from '../../components/live-note.tsx'
import { Row, Rows } from '../../components/rows.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorNote } from '../../errors/error-note.tsx'
import { reasonOf } from '../../errors/failure.ts'
import { useTimeFormats } from '../../preferences/preferences-provider.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'
import { SetUpForm } from './set-up/set-up-form.tsx'
import { useTotpSetUp } from './set-up/use-totp-set-up.ts'
import { useSecondFactorsChanged } from './use-second-factors-changed.ts'

export interface TwoStepSectionProps {
  readonly factors: Pick<SecondFactorsView, 'totpSince' | 'required'>
  /** Called with the new recovery codes; with `null` once there are none any more. */
  readonly onCodes: (codes: readonly string[] | null) => void
}

/** The authenticator app: set up here, or turned off. */
export function TwoStepSection({ factors: { totpSince, required }, onCodes }: TwoStepSectionProps): JSX.Element {
  const texts = useTranslations('twoStep')
  const times = useTimeFormats()
  const changed = useSecondFactorsChanged()
  const setUp = useTotpSetUp()
  const off = useTurnOff()
  const [message, setMessage] = useState<string | null>(null)
  const [confirming, setConfirming] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const wasSettingUp = useRef(false)
  const isSettingUp = setUp.offer !== null
  const isOn = totpSince !== null

  useEffect(() => {
    // Unless the recovery codes have it by now.
    if (wasSettingUp.current && !isSettingUp && document.activeElement === document.body) button.current?.focus()
    wasSettingUp.current = isSettingUp
  }, [isSettingUp])

  async function showOn(codes: readonly string[]): Promise<void> {
    setMessage(texts('turnedOn'))
    onCodes(codes)
    setUp.cancel()
    await changed()
  }

  async function turnOff(): Promise<void> {
    setConfirming(false)
    setMessage(null)
    if (!(await off.turnOff())) return
    onCodes(null)
    await changed()
    setMessage(texts('turnedOff'))
  }

  function press(): void {
    setMessage(null)
    if (isOn) setConfirming(true)
    else void setUp.begin()
  }

  return (
    <Section title={texts('title')}>
      <LiveNote message={message} />
      {setUp.error !== null && <ErrorNote error={setUp.error} lead={texts('notTurnedOn')} />}
      {off.error !== null && <ErrorNote error={off.error} lead={texts('notTurnedOff')} />}
      <Rows>
        <Row
          icon={<IconShieldLock size={22} stroke={1.6} aria-hidden />}
          title={texts('app')}
          facts={<span>{isOn ? texts('on', { date: times.day(new Date(totpSince)) }) : texts('off')}</span>}
          {...(!isSettingUp && {
            action: (
              <BusyButton
                ref={button}
                variant={isOn ? 'default' : 'filled'}
                size="sm"
                danger={isOn}
                busy={setUp.busy || off.busy}
                aria-label={texts(isOn ? 'turnOffLabel' : 'turnOnLabel')}
                onClick={press}
              >
                {texts(isOn ? 'turnOff' : 'turnOn')}
              </BusyButton>
            ),
          })}
        >
          {setUp.offer !== null && <SetUpForm offer={setUp.offer} onTurnedOn={showOn} onCancel={setUp.cancel} />}
        </Row>
      </Rows>
      {confirming && (
        <ConfirmDialog
          title={texts('turnOffTitle')}
          confirm={texts('turnOffConfirm')}
          onConfirm={() => void turnOff()}
          onCancel={() => setConfirming(false)}
        >
          {texts('turnOffText')} {required && texts('turnOffRequired')}
        </ConfirmDialog>
      )}
    </Section>
  )
}

interface TurnOff {
  /** Resolves to whether it is off now. */
  readonly turnOff: () => Promise<boolean>
  readonly busy: boolean
  readonly error: unknown
}

function useTurnOff(): TurnOff {
  const withStepUp = useStepUp()
  const remove = trpc.secondFactors.remove.useMutation()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function removeOnce(): Promise<'off'> {
    try {
      await remove.mutateAsync()
    } catch (refused) {
      // Turned off already, in another tab or session: the result is the same.
      if (reasonOf(refused) !== 'NO_SECOND_FACTOR') throw refused
    }
    return 'off'
  }

  async function turnOff(): Promise<boolean> {
    setBusy(true)
    setError(null)
    try {
      return (await withStepUp(removeOnce)) === 'off'
    } catch (refused) {
      setError(refused)
      return false
    } finally {
      setBusy(false)
    }
  }

  return { turnOff, busy, error }
}
