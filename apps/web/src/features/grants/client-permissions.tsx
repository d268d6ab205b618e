import { IconCheck, IconX } from '@tabler/icons-react'
import { type JSX, useId } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './client-permissions.module.css'

/** What `app-router.test.ts` of the API says that an approved client can call, as a user reads it. */
const can = ['canProfile', 'canRead', 'canRename', 'canAct', 'canStay'] as const
const cannot = ['cannotEnd', 'cannotChange'] as const

/** What an approved client can do as the user, and what it can't. */
export function ClientPermissions(): JSX.Element {
  const texts = useTranslations('consent')
  return (
    <div className={classes.root}>
      <Permissions title={texts('can')} permissions={can.map((permission) => texts(permission))} given />
      <Permissions title={texts('cannot')} permissions={cannot.map((permission) => texts(permission))} given={false} />
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
