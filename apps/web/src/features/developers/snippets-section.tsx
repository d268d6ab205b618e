import { Skeleton } from '@mantine/core'
import type { GrantOptionsView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { EmptyNote } from '../../components/empty-note.tsx'
import { Section } from '../../components/section.tsx'
import { Snippet } from './snippet.tsx'
import { curlCodeSnippet, curlPasswordSnippet, typedClientSnippet } from './snippets.ts'
import { signInGrant } from './sign-in-grant.ts'

export interface SnippetsSectionProps {
  readonly url: string
  readonly options: GrantOptionsView
}

/** Snippets that work against this server unchanged; the first needs nothing that is not on every machine. */
export function SnippetsSection({ url, options }: SnippetsSectionProps): JSX.Element {
  const texts = useTranslations('developers')
  const title = texts('snippets')
  const grant = signInGrant(options)
  if (grant.type === 'none') {
    return (
      <Section title={title}>
        <EmptyNote title={texts('off')}>{texts('offText')}</EmptyNote>
      </Section>
    )
  }
  const target = { url, clientId: grant.clientId }
  if (grant.type === 'password') {
    return (
      <Section title={title}>
        <Snippet title="curl" needs={texts('needsShellPassword')} code={curlPasswordSnippet(target)} />
      </Section>
    )
  }
  return (
    <Section title={title}>
      <Snippet title="curl" needs={texts('needsShell')} code={curlCodeSnippet(target)} />
      <Snippet title="TypeScript" needs={texts('needsClient')} code={typedClientSnippet(target)} />
    </Section>
  )
}

/** A placeholder while the content is loading. */
export function SnippetsSkeleton(): JSX.Element {
  const texts = useTranslations('developers')
  return (
    <Section title={texts('snippets')}>
      <Skeleton height={360} radius="lg" aria-hidden />
      <Skeleton height={520} radius="lg" aria-hidden />
    </Section>
  )
}
