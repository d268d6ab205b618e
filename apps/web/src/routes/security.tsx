import { Button, Skeleton } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { PageHeading } from '../components/page-heading.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { ConnectedAccounts } from '../features/oauth/identities/connected-accounts.tsx'
import { MethodsSkeleton } from '../features/oauth/identities/methods-skeleton.tsx'
import { PasskeySection } from '../features/passkeys/passkey-section.tsx'
import { PasswordSection } from '../features/passwords/password-section.tsx'
import { safetyText } from '../features/second-factors/safety-text.ts'
import { SecondFactorSections } from '../features/second-factors/second-factor-sections.tsx'
import { TwoStepSkeleton } from '../features/second-factors/two-step-skeleton.tsx'
import { useLocalNames } from '../language/local-names.ts'
import classes from './security.module.css'

const route = getRouteApi('/signed-in/security')

/** How the user signs in, and what is asked for besides. The first sentence says how safe that is. */
export function SecurityPage(): JSX.Element {
  const texts = useTranslations('security')
  const methodTexts = useTranslations('methods')
  const password = useTranslations('password')
  const { connect } = route.useSearch()
  const navigate = route.useNavigate()
  const me = trpc.auth.me.useQuery()
  const methods = trpc.identities.list.useQuery(undefined, { refetchOnWindowFocus: 'always' })
  const providers = trpc.oauth.providers.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const factors = trpc.secondFactors.list.useQuery(undefined, {
    select: useLocalNames(),
    refetchOnWindowFocus: 'always',
  })
  const user = me.data?.user ?? { name: '', email: '' }

  function retry(): void {
    void methods.refetch()
    void providers.refetch()
    void factors.refetch()
  }

  const error = factors.error ?? methods.error ?? providers.error
  const hasAll = factors.data !== undefined && methods.data !== undefined
  return (
    <div className={classes.root}>
      <PageHeading
        title={texts('title')}
        lead={
          hasAll ? (
            texts(safetyText(methods.data, factors.data))
          ) : (
            <Skeleton component="span" display="block" width="min(28rem, 90%)" height={16} radius="xs" my={4} />
          )
        }
      />
      {error !== null && (
        <ErrorNote error={error} lead={hasAll ? methodTexts('stale') : texts('failed')} onRetry={retry} />
      )}
      <PasskeySection />
      {factors.isPending && <TwoStepSkeleton />}
      {factors.data !== undefined && <SecondFactorSections factors={factors.data} email={user.email} />}
      {(methods.isPending || providers.isPending) && <MethodsSkeleton />}
      {methods.data !== undefined && providers.data !== undefined && (
        <>
          <PasswordSection
            hasPassword={methods.data.hasPassword}
            user={user}
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
