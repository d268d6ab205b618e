import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../api/trpc.ts'
import { PageHeading } from '../components/page-heading.tsx'
import { ErrorNote } from '../errors/error-note.tsx'
import { SnippetsSection, SnippetsSkeleton } from '../features/developers/snippets-section.tsx'
import { TokenAnatomy } from '../features/developers/token-anatomy.tsx'
import { signInGrant } from '../features/developers/sign-in-grant.ts'
import { ClientSessions } from '../features/sessions/client-sessions.tsx'
import classes from './developers.module.css'

export function DevelopersPage(): JSX.Element {
  const texts = useTranslations('developers')
  const me = trpc.auth.me.useQuery()
  const options = trpc.grants.options.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const url = window.location.origin
  const grant = options.data === undefined ? null : signInGrant(options.data)
  return (
    <div className={classes.root}>
      <PageHeading title={texts('title')} lead={texts('lead')} />
      {options.isError && options.data === undefined && (
        <ErrorNote error={options.error} lead={texts('snippetsFailed')} onRetry={() => void options.refetch()} />
      )}
      {options.isPending && <SnippetsSkeleton />}
      {options.data !== undefined && <SnippetsSection url={url} options={options.data} />}
      <ClientSessions />
      <TokenAnatomy
        url={url}
        clientId={grant === null || grant.type === 'none' ? 'my-app' : grant.clientId}
        user={me.data?.user ?? null}
      />
    </div>
  )
}
