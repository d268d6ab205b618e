import { Skeleton } from '@mantine/core'
import type { GrantOptionsView } from '@latchkey/schema'
import type { JSX } from 'react'
import { EmptyNote } from '../../components/empty-note.tsx'
import { Section } from '../../components/section.tsx'
import { Snippet } from './snippet.tsx'
import { curlCodeSnippet, curlPasswordSnippet, typedClientSnippet } from './snippets.ts'
import { signInGrant } from './sign-in-grant.ts'

const title = 'Sign in from a program'

export interface SnippetsSectionProps {
  readonly url: string
  readonly options: GrantOptionsView
}

/** Snippets that work against this server unchanged. */
export function SnippetsSection({ url, options }: SnippetsSectionProps): JSX.Element {
  const grant = signInGrant(options)
  if (grant.type === 'none') {
    return (
      <Section title={title}>
        <EmptyNote title="Switched off">
          Whoever runs this server lets programs in neither with a code nor with a password. Ask them for one of the
          two.
        </EmptyNote>
      </Section>
    )
  }
  const target = { url, clientId: grant.clientId }
  if (grant.type === 'password') {
    return (
      <Section title={title}>
        <Snippet
          title="curl"
          needs="Needs a shell, curl and sed. Asks for your password."
          code={curlPasswordSnippet(target)}
        />
      </Section>
    )
  }
  return (
    <Section title={title}>
      <Snippet
        title="TypeScript"
        needs="Needs @latchkey/client and its peers @trpc/client and @trpc/server. Every call is typed."
        code={typedClientSnippet(target)}
      />
      <Snippet title="curl" needs="Needs a shell, curl and sed." code={curlCodeSnippet(target)} />
    </Section>
  )
}

/** A placeholder while the content is loading. */
export function SnippetsSkeleton(): JSX.Element {
  return (
    <Section title={title}>
      <Skeleton height={360} radius="lg" aria-hidden />
      <Skeleton height={520} radius="lg" aria-hidden />
    </Section>
  )
}
