import type { SecondFactorsView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import { RecoverySection } from './recovery/recovery-section.tsx'
import { TrustedDevices } from './trusted/trusted-devices.tsx'
import { TwoStepSection } from './two-step-section.tsx'

export interface SecondFactorSectionsProps {
  readonly factors: SecondFactorsView
  readonly email: string
}

/** Two-step verification, and once that is on its recovery codes and the trusted devices. */
export function SecondFactorSections({ factors, email }: SecondFactorSectionsProps): JSX.Element {
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const isOn = factors.totpSince !== null
  return (
    <>
      <TwoStepSection factors={factors} onCodes={setCodes} />
      {(isOn || codes !== null) && (
        <RecoverySection left={factors.recoveryCodesLeft} codes={codes} email={email} onCodes={setCodes} />
      )}
      {isOn && <TrustedDevices devices={factors.trustedDevices} showsNone />}
    </>
  )
}
