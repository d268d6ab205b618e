import type { DeviceRequestView, UserView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import type { SwitchAccount } from '../signed-in-as.tsx'
import { CheckDevice, type DeviceDecision } from './check-device.tsx'
import { DeviceAnswered } from './device-answered.tsx'
import { EnterCode } from './enter-code.tsx'

type Step =
  | { readonly at: 'enter'; readonly code: string; readonly refusal: unknown }
  | { readonly at: 'check'; readonly device: DeviceRequestView }
  | { readonly at: 'answered'; readonly device: DeviceRequestView; readonly decision: DeviceDecision }

export interface DeviceScreenProps {
  /** From the link that the device showed. */
  readonly code: string
  readonly user: UserView
  readonly switchAccount: SwitchAccount
}

/**
 * Signs in a device that has no browser: its code is entered here, compared, and approved or not.
 *
 * @see [RFC 8628 §3.3](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.3)
 */
export function DeviceScreen({ code, ...asking }: DeviceScreenProps): JSX.Element {
  const [step, setStep] = useState<Step>({ at: 'enter', code, refusal: null })

  switch (step.at) {
    case 'enter':
      return (
        <EnterCode code={step.code} refusal={step.refusal} onFound={(device) => setStep({ at: 'check', device })} />
      )
    case 'check':
      return (
        <CheckDevice
          {...asking}
          device={step.device}
          onDecided={(decision) => setStep({ at: 'answered', device: step.device, decision })}
          onGone={(refusal) => setStep({ at: 'enter', code: step.device.userCode, refusal })}
        />
      )
    case 'answered':
      return <DeviceAnswered client={step.device.client} decision={step.decision} />
  }
}
