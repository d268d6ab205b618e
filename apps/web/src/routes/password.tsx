import { Button } from '@mantine/core'
import { Link, Navigate } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { PageHeading } from '../components/page-heading.tsx'
import { securityPath } from '../features/oauth/identities/security-search.ts'
import { ChangePasswordForm } from '../features/passwords/change-password-form.tsx'
import classes from './password.module.css'

export function PasswordPage(): JSX.Element {
  const texts = useTranslations('password')
  const me = trpc.auth.me.useQuery()
  const methods = trpc.identities.list.useQuery()
  // A user without a password sets one there.
  if (methods.data?.hasPassword === false) return <Navigate to={securityPath} replace />
  return (
    <div className={classes.root}>
      <PageHeading title={texts('title')} lead={texts('lead')} />
      <div className={classes.form}>
        <ChangePasswordForm
          user={me.data?.user ?? { name: '', email: '' }}
          doneLink={
            <Button component={Link} to={securityPath} variant="default" size="md">
              {texts('done')}
            </Button>
          }
        />
      </div>
    </div>
  )
}
