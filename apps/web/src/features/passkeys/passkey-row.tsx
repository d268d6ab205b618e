import type { PasskeyView } from '@latchkey/schema'
import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { BusyButton } from '../../components/busy-button.tsx'
import { Row } from '../../components/rows.tsx'
import { ago } from '../../language/rich.tsx'
import classes from './passkeys.module.css'

export interface PasskeyRowProps {
  readonly passkey: PasskeyView
  /** Whether it is being removed. */
  readonly busy: boolean
  readonly onRename: () => void
  readonly onRemove: () => void
  /** A note below the row. */
  readonly note: ReactNode
}

export function PasskeyRow({ passkey, busy, onRename, onRemove, note }: PasskeyRowProps): JSX.Element {
  const texts = useTranslations('passkeys')
  const { id, name, synced, createdAt, lastUsedAt } = passkey
  return (
    <Row
      id={id}
      icon={<IconFingerprint className={classes.icon} size={22} stroke={1.6} aria-hidden />}
      title={<bdi>{name}</bdi>}
      facts={
        <>
          <span>{texts(synced ? 'synced' : 'thisDeviceOnly')}</span>
          <span>{texts.rich('addedAt', ago(createdAt))}</span>
          <span>{lastUsedAt === null ? texts('neverUsed') : texts.rich('lastUsed', ago(lastUsedAt))}</span>
        </>
      }
      action={
        <div className={classes.actions}>
          <Button variant="default" size="sm" aria-label={texts('renameLabel', { name })} onClick={onRename}>
            {texts('rename')}
          </Button>
          <BusyButton
            variant="default"
            size="sm"
            danger
            busy={busy}
            aria-label={texts('removeLabel', { name })}
            onClick={onRemove}
          >
            {texts('remove')}
          </BusyButton>
        </div>
      }
    >
      {note}
    </Row>
  )
}
