import { ActionIcon, Loader, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type JSX, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { revocationSeconds } from './revocation-seconds.ts'
import classes from './sign-out-menu.module.css'

export interface SignOutMenuProps {
  /** The number of sessions, this one included. */
  readonly count: number
  readonly busy: boolean
  readonly onEndAll: () => void
}

/** The menu with what is rarely wanted: it ends all sessions, this one too, for a user who trusts none of them. */
export function SignOutMenu({ count, busy, onEndAll }: SignOutMenuProps): JSX.Element {
  const texts = useTranslations('ending')
  const access = useTranslations('access')
  const target = useRef<HTMLButtonElement>(null)
  const [confirming, setConfirming] = useState(false)

  /** The dialog can't give the focus back: it was on an item of the menu, which is gone. */
  function closeDialog(): void {
    setConfirming(false)
    requestAnimationFrame(() => target.current?.focus())
  }

  return (
    <>
      <Menu
        position="bottom-end"
        withInitialFocusPlaceholder={false}
        withinPortal={false}
        disabled={busy}
        transitionProps={{ duration: 80 }}
      >
        <Menu.Target>
          <ActionIcon ref={target} variant="default" size={36} aria-label={access('more')} aria-disabled={busy}>
            {busy ? <Loader size={16} color="currentColor" aria-hidden /> : <IconDots size={18} aria-hidden />}
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown className={classes.dropdown}>
          <Menu.Item onClick={() => setConfirming(true)}>{texts('everywhere')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {confirming && (
        <ConfirmDialog
          title={texts('everywhereTitle')}
          confirm={texts('confirmMany', { count })}
          onConfirm={() => {
            closeDialog()
            onEndAll()
          }}
          onCancel={closeDialog}
        >
          {texts('everywhereText', { seconds: revocationSeconds })}
        </ConfirmDialog>
      )}
    </>
  )
}
