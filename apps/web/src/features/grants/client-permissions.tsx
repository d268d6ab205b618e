import { IconCheck, IconX } from '@tabler/icons-react'
import { type JSX, useId } from 'react'
import classes from './client-permissions.module.css'

/** What `app-router.test.ts` of the API says that an approved client can call, as a user reads it. */
const can = [
  'See your name, e-mail address and role',
  'See your sessions, your timeline and your sign-in methods',
  'Rename your sessions',
  'Act as you at services that trust Latchkey',
  'Stay signed in until you end it under Access',
] as const
const cannot = ['End your other sessions', 'Change your password or sign-in methods'] as const

/** What an approved client can do as the user, and what it can't. */
export function ClientPermissions(): JSX.Element {
  return (
    <div className={classes.root}>
      <Permissions title="It can" permissions={can} given />
      <Permissions title="It can’t" permissions={cannot} given={false} />
    </div>
  )
}

interface PermissionsProps {
  readonly title: string
  readonly permissions: readonly string[]
  readonly given: boolean
}

function Permissions({ title, permissions, given }: PermissionsProps): JSX.Element {
  const id = useId()
  const Icon = given ? IconCheck : IconX
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      <ul className={classes.list}>
        {permissions.map((permission) => (
          <li key={permission} className={classes.permission}>
            <Icon className={classes.icon} data-given={given} size={18} stroke={2} aria-hidden />
            {permission}
          </li>
        ))}
      </ul>
    </section>
  )
}
