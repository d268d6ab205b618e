import type { JSX } from 'react'
import { trpc } from '../api/trpc.ts'
import { PageHeading } from '../components/page-heading.tsx'
import { ChangePasswordForm } from '../features/passwords/change-password-form.tsx'
import classes from './password.module.css'

export function PasswordPage(): JSX.Element {
  const me = trpc.auth.me.useQuery()
  return (
    <div className={classes.root}>
      <PageHeading title="Change password" lead="This ends every other session and keeps you signed in here." />
      <div className={classes.form}>
        <ChangePasswordForm email={me.data?.user.email ?? ''} />
      </div>
    </div>
  )
}
