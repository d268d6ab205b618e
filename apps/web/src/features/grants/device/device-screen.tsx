import type { DeviceRequestView, UserView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import { CheckDevice, type DeviceDecision } from './check-device.tsx'
import { DeviceConsentResult } from './device-consent-result.tsx'
import { EnterCode } from './enter-code.tsx'

type Step =
  | { readonly at: 'enter'; readonly code: string; readonly refusal: unknown }
  | { readonly at: 'check'; readonly device: DeviceRequestView }
  | { readonly at: 'decided'; readonly device: DeviceRequestView; readonly decision: DeviceDecision }

export interface DeviceScreenProps {
  /** The code from the link that the device showed. */
  readonly code: string
  readonly user: UserView
}

/**
 * Signs in a device that has no browser: the user enters its code here, compares it, and approves or denies.
 *
 * @see [RFC 8628 §3.3](https://www.rfc-editor.org/rfc/rfc8628.html#section-3.3)
 */
export function DeviceScreen({ code, user }: DeviceScreenProps): JSX.Element {
  const [step, setStep] = useState<Step>({ at: 'enter', code, refusal: null })

  switch (step.at) {
    case 'enter':
      return (
        <EnterCode
          user={user}
          code={step.code}
          refusal={step.refusal}
          onFound={(device) => setStep({ at: 'check', device })}
        />
      )
    case 'check':
      return (
        <CheckDevice
          user={user}
          device={step.device}
          onDecided={(decision) => setStep({ at: 'decided', device: step.device, decision })}
          onGone={(refusal) => setStep({ at: 'enter', code: step.device.userCode, refusal })}
        />
      )
    case 'decided':
      return <DeviceConsentResult client={step.device.client} decision={step.decision} />
  }
}
