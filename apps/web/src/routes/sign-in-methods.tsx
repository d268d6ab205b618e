import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { PageHeading } from '../components/page-heading.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { ConnectedAccounts } from '../features/oauth/identities/connected-accounts.tsx'
import { MethodsSkeleton } from '../features/oauth/identities/methods-skeleton.tsx'
import { PasswordSection } from '../features/passwords/password-section.tsx'
import classes from './sign-in-methods.module.css'

const route = getRouteApi('/signed-in/sign-in-methods')

export function SignInMethodsPage(): JSX.Element {
  const texts = useTranslations('methods')
  const password = useTranslations('password')
  const { connect } = route.useSearch()
  const navigate = route.useNavigate()
  const me = trpc.auth.me.useQuery()
  const methods = trpc.identities.list.useQuery(undefined, { refetchOnWindowFocus: 'always' })
  const providers = trpc.oauth.providers.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })

  function retry(): void {
    void methods.refetch()
    void providers.refetch()
  }

  const error = methods.error ?? providers.error
  return (
    <div className={classes.root}>
      <PageHeading title={texts('title')} lead={texts('lead')} />
      {error !== null && (
        <ErrorNote error={error} lead={texts(methods.data === undefined ? 'failed' : 'stale')} onRetry={retry} />
      )}
      {(methods.isPending || providers.isPending) && <MethodsSkeleton />}
      {methods.data !== undefined && providers.data !== undefined && (
        <>
          <PasswordSection
            hasPassword={methods.data.hasPassword}
            user={me.data?.user ?? { name: '', email: '' }}
            changeLink={
              <Button component={Link} to="/password" variant="default" size="sm">
                {password('change')}
              </Button>
            }
          />
          <ConnectedAccounts
            methods={methods.data}
            connect={connect}
            onConnectSeen={() => void navigate({ search: {}, replace: true })}
          />
        </>
      )}
    </div>
  )
}
