import type { DeviceRequestView, UserView } from '@latchkey/schema'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../../api/trpc.ts'
import { BusyButton } from '../../../components/busy-button.tsx'
import { Detail, DetailList } from '../../../components/detail-list.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { reasonOf } from '../../../errors/failure.ts'
import { element } from '../../../language/rich.tsx'
import { useHeadingFocus } from '../../../navigation/use-heading-focus.ts'
import { useSwitchAccount } from '../../../session/sign-out/use-switch-account.ts'
import { useStepUp } from '../../../step-up/use-step-up.ts'
import { TimeAgo } from '../../../time/time-ago.tsx'
import { ConsentHeading } from '../consent-heading.tsx'
import { ConsentDetails } from '../consent-details.tsx'
import grant from '../grant.module.css'
import { SignedInAs } from '../signed-in-as.tsx'
import { useClickjackingGuard } from '../use-clickjacking-guard.ts'
import classes from './check-device.module.css'

export type DeviceDecision = 'approved' | 'denied'

export interface CheckDeviceProps {
  readonly device: DeviceRequestView
  readonly user: UserView
  readonly onDecided: (decision: DeviceDecision) => void
  /** Called when the code is no longer pending. */
  readonly onGone: (refusal: unknown) => void
}

/**
 * Has the user compare the code, and approve or deny. A code from a link may be of another person’s device.
 *
 * @see [RFC 8628 §5.4](https://www.rfc-editor.org/rfc/rfc8628.html#section-5.4), remote phishing
 */
export function CheckDevice(props: CheckDeviceProps): JSX.Element {
  const texts = useTranslations('device')
  const consent = useTranslations('consent')
  const app = useTranslations('app')
  const { device, user, onDecided, onGone } = props
  const { userCode, client, sameNetwork, ip } = device
  useHeadingFocus()
  const withStepUp = useStepUp()
  const switchAccount = useSwitchAccount()
  const clickjackingGuard = useClickjackingGuard()
  const approveDevice = trpc.grants.approveDevice.useMutation()
  const denyDevice = trpc.grants.denyDevice.useMutation()
  const [deciding, setDeciding] = useState<DeviceDecision | null>(null)
  const [refusal, setRefusal] = useState<unknown>(null)

  async function decide(decision: DeviceDecision): Promise<void> {
    setDeciding(decision)
    setRefusal(null)
    try {
      const answer =
        decision === 'denied'
          ? await denyDevice.mutateAsync({ userCode })
          : await withStepUp(() => approveDevice.mutateAsync({ userCode, userId: user.id }))
      if (answer !== 'cancelled') return onDecided(decision)
    } catch (error) {
      if (reasonOf(error) === 'USER_CODE_UNKNOWN') return onGone(error)
      setRefusal(error)
    }
    setDeciding(null)
  }

  /** While one button is busy, neither reacts. */
  function press(decision: DeviceDecision): void {
    if (deciding === null && !switchAccount.busy) void decide(decision)
  }

  return (
    <>
      <ConsentHeading kind="program" title={consent('title', { name: client.name })} />
      <div className={classes.compare}>
        <p className={classes.question}>{texts('compare')}</p>
        <p className={classes.code} translate="no">
          {userCode}
        </p>
        <p className={classes.origin}>
          <bdi>{device.device}</bdi>
          {/* The warning names the address of another network. */}
          {sameNetwork && <bdi className="tabular">{ip ?? app('unknown')}</bdi>}
          <span>
            <TimeAgo at={device.askedAt} />
          </span>
        </p>
      </div>
      {!sameNetwork && (
        <div className={classes.warning} role="note">
          <IconAlertTriangle className={classes.warningIcon} size={20} stroke={1.75} aria-hidden />
          <p>
            {ip === null
              ? texts('unknownNetwork')
              : texts.rich('otherNetwork', { address: element(<bdi className="tabular">{ip}</bdi>) })}
          </p>
        </div>
      )}
      <SignedInAs user={user} switchAccount={switchAccount} />
      <ConsentDetails client={client.name} brief={!sameNetwork}>
        <RequestOrigin device={device} />
      </ConsentDetails>
      {refusal !== null && <ErrorNote error={refusal} />}
      <div className={grant.actions} {...clickjackingGuard}>
        <BusyButton variant="default" size="md" busy={deciding === 'denied'} onClick={() => press('denied')}>
          {texts('notMe')}
        </BusyButton>
        <BusyButton size="md" busy={deciding === 'approved'} onClick={() => press('approved')}>
          {consent('approve')}
        </BusyButton>
      </div>
    </>
  )
}

function RequestOrigin({ device }: { readonly device: DeviceRequestView }): JSX.Element {
  const texts = useTranslations('device')
  const app = useTranslations('app')
  return (
    <DetailList>
      <Detail label={texts('requested')}>
        <TimeAgo at={device.askedAt} />
      </Detail>
      <Detail label={texts('device')}>
        <bdi>{device.device}</bdi>
      </Detail>
      <Detail label={texts('address')}>
        <bdi className="tabular">{device.ip ?? app('unknown')}</bdi>
        {device.place !== null && (
          <>
            , <bdi>{device.place}</bdi>
          </>
        )}
      </Detail>
    </DetailList>
  )
}
