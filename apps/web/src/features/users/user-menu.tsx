import { Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import type { UserView } from '@latchkey/schema'
import { IconLogout, IconUser } from '@tabler/icons-react'
import { type JSX, useId } from 'react'
import { useTranslations } from 'use-intl/react'
import { colorSchemes, isColorScheme } from './color-schemes.ts'
import { UserBadge } from './user-badge.tsx'
import classes from './user-menu.module.css'

export interface UserMenuProps {
  readonly user: Pick<UserView, 'name' | 'email'>
  /** Returns the link to the account page; `props` are those of a menu item. */
  readonly renderAccountLink: (props: object) => JSX.Element
  readonly onSignOut: () => void
}

/** The menu of the signed-in user: name, account, theme, sign-out. */
export function UserMenu({ user, renderAccountLink, onSignOut }: UserMenuProps): JSX.Element {
  const app = useTranslations('app')
  const menu = useTranslations('menu')
  const themes = useTranslations('theme')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const schemeLabel = useId()
  return (
    // Not in a portal: the menu belongs to the header, and would stand outside every landmark.
    <Menu
      position="bottom-end"
      // Mantine's placeholder for the focus is no menu item; the first item takes the focus instead.
      withInitialFocusPlaceholder={false}
      width={272}
      withinPortal={false}
      transitionProps={{ duration: 80 }}
    >
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <UserBadge name={user.name} />
          <VisuallyHidden>{menu('label', { name: user.name })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        <div className={classes.person}>
          <bdi className={classes.personName}>{user.name}</bdi>
          <bdi className={classes.personEmail}>{user.email}</bdi>
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconUser size={18} stroke={1.75} aria-hidden />} renderRoot={renderAccountLink}>
          {menu('account')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label id={schemeLabel}>{themes('label')}</Menu.Label>
        <fieldset className={classes.schemes} aria-labelledby={schemeLabel}>
          <Menu.RadioGroup value={colorScheme} onChange={(value) => isColorScheme(value) && setColorScheme(value)}>
            {colorSchemes.map((scheme) => (
              <Menu.RadioItem key={scheme} value={scheme}>
                {themes(scheme)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </fieldset>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} stroke={1.75} aria-hidden />} onClick={onSignOut}>
          {app('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
