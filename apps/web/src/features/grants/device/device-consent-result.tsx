import type { ClientView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useHeadingFocus } from '../../../navigation/use-heading-focus.ts'
import type { DeviceDecision } from './check-device.tsx'

export interface DeviceConsentResultProps {
  readonly client: ClientView
  readonly decision: DeviceDecision
}

/** Shown after the decision: the device polls for it, so that nothing is left to do here. */
export function DeviceConsentResult({ client, decision }: DeviceConsentResultProps): JSX.Element {
  useHeadingFocus()
  if (decision === 'denied') {
    return (
      <>
        <PageHeading
          title={`Said no to ${client.name}`}
          lead="Nothing was given to it. If somebody asked you for this code, they wanted to sign in as you: don’t give it to them."
        />
        <Button component={Link} to="/" variant="default" size="md">
          See who has access
        </Button>
      </>
    )
  }
  return (
    <>
      <PageHeading
        title={`${client.name} is approved`}
        lead="Go back to the device: it goes on by itself. From then on it is listed under Access, where you can end it."
      />
      <Button component={Link} to="/" variant="default" size="md">
        Go to Access
      </Button>
    </>
  )
}
