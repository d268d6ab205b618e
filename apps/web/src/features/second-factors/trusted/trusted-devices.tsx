import type { TrustedDeviceView } from '@latchkey/schema'
import { IconDeviceDesktopCheck } from '@tabler/icons-react'
import { type JSX, type ReactNode, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Badge } from '../../../components/badge.tsx'
import { BusyButton } from '../../../components/busy-button.tsx'
import { LiveNote } from '../../../components/live-note.tsx'
import { Row, Rows } from '../../../components/rows.tsx'
import { Section } from '../../../components/section.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { ago, names } from '../../../language/rich.tsx'
import { useTimeFormats } from '../../../preferences/preferences-provider.tsx'
import classes from './trusted-devices.module.css'
import { useEndTrust } from './use-end-trust.ts'

export interface TrustedDevicesProps {
  readonly devices: readonly TrustedDeviceView[]
  /** Whether the section is there without devices too. */
  readonly showsNone: boolean
}

/** The browsers in which the user is not asked for a code. */
export function TrustedDevices({ devices, showsNone }: TrustedDevicesProps): JSX.Element | null {
  const texts = useTranslations('trusted')
  const heading = useRef<HTMLHeadingElement>(null)
  const [message, setMessage] = useState<ReactNode>(null)
  const { ending, error, endTrust } = useEndTrust()

  async function remove(device: TrustedDeviceView): Promise<void> {
    setMessage(null)
    if (!(await endTrust(device))) return
    setMessage(texts.rich('removed', { ...names, name: device.name }))
    // Its button is gone, and the focus with it.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) heading.current?.focus()
    })
  }

  if (devices.length === 0 && !showsNone && message === null) return null
  return (
    <Section title={texts('title')} heading={heading}>
      <LiveNote message={message} />
      {error !== null && <ErrorNote error={error} lead={texts('notRemoved')} />}
      <p className={classes.lead}>{texts(devices.length === 0 ? 'none' : 'lead')}</p>
      {devices.length > 0 && (
        <Rows>
          {devices.map((device) => (
            <Row
              key={device.id}
              id={device.id}
              icon={<IconDeviceDesktopCheck size={22} stroke={1.6} aria-hidden />}
              title={<bdi>{device.name}</bdi>}
              badges={device.current && <Badge tone="accent">{texts('thisBrowser')}</Badge>}
              facts={<Facts device={device} />}
              action={
                <BusyButton
                  variant="default"
                  size="sm"
                  busy={ending === device.id}
                  aria-label={texts('removeLabel', { name: device.name })}
                  onClick={() => void remove(device)}
                >
                  {texts('remove')}
                </BusyButton>
              }
            />
          ))}
        </Rows>
      )}
    </Section>
  )
}

function Facts({ device: { lastUsedAt, expiresAt, ip, place } }: { readonly device: TrustedDeviceView }): JSX.Element {
  const texts = useTranslations('trusted')
  const times = useTimeFormats()
  return (
    <>
      <span>{texts.rich('lastUsed', ago(lastUsedAt))}</span>
      <span>{texts('until', { date: times.day(new Date(expiresAt)) })}</span>
      {ip !== null && <bdi className="tabular">{ip}</bdi>}
      {place !== null && <bdi>{place}</bdi>}
    </>
  )
}
