import { Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import type { UserView } from '@latchkey/schema'
import { IconLogout } from '@tabler/icons-react'
import { type JSX, useId } from 'react'
import { colorSchemes, isColorScheme } from './color-schemes.ts'
import { UserBadge } from './user-badge.tsx'
import classes from './user-menu.module.css'

export interface UserMenuProps {
  readonly user: Pick<UserView, 'name' | 'email'>
  readonly onSignOut: () => void
}

/** The menu of the signed-in user: name, colour scheme, sign-out. */
export function UserMenu({ user, onSignOut }: UserMenuProps): JSX.Element {
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
          <VisuallyHidden>, your menu</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        <div className={classes.person}>
          <bdi className={classes.personName}>{user.name}</bdi>
          <bdi className={classes.personEmail}>{user.email}</bdi>
        </div>
        <Menu.Divider />
        <Menu.Label id={schemeLabel}>Colour scheme</Menu.Label>
        <fieldset className={classes.schemes} aria-labelledby={schemeLabel}>
          <Menu.RadioGroup value={colorScheme} onChange={(value) => isColorScheme(value) && setColorScheme(value)}>
            {colorSchemes.map(({ value, label }) => (
              <Menu.RadioItem key={value} value={value}>
                {label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </fieldset>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} stroke={1.75} aria-hidden />} onClick={onSignOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
