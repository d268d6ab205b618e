import type { UserView } from '@latchkey/schema'
import { IconChevronDown } from '@tabler/icons-react'
import type { JSX } from 'react'
import { initials } from './initials.ts'
import classes from './user-menu.module.css'

/** The signed-in user, on the button of the menu, which has the name for screen readers too. */
export function UserBadge({ name }: Pick<UserView, 'name'>): JSX.Element {
  return (
    <span className={classes.badge} aria-hidden>
      <span className={classes.initials}>{initials(name)}</span>
      <bdi className={classes.name}>{name}</bdi>
      <IconChevronDown className={classes.chevron} size={16} stroke={1.75} />
    </span>
  )
}
