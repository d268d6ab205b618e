import type { ClientView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useHeadingFocus } from '../../../navigation/use-heading-focus.ts'
import type { DeviceDecision } from './check-device.tsx'

export interface DeviceConsentResultProps {
  readonly client: ClientView
  readonly decision: DeviceDecision
}

/** Shown after the decision: the device polls for it, so that nothing is left to do here. */
export function DeviceConsentResult({ client, decision }: DeviceConsentResultProps): JSX.Element {
  const texts = useTranslations('device')
  const app = useTranslations('app')
  useHeadingFocus()
  if (decision === 'denied') {
    return (
      <>
        <PageHeading title={texts('denied')} lead={texts('deniedText')} />
        <Button component={Link} to="/" variant="default" size="md">
          {texts('seeAccess')}
        </Button>
      </>
    )
  }
  return (
    <>
      <PageHeading title={texts('approved', { name: client.name })} lead={texts('approvedText')} />
      <Button component={Link} to="/" variant="default" size="md">
        {app('goToAccess')}
      </Button>
    </>
  )
}
