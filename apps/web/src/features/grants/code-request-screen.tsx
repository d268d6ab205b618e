import type { UserView } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { LoadingHeading } from '../../components/loading-heading.tsx'
import { ConsentRequest } from './consent-request.tsx'
import { CodeRequestMalformed } from './code-request-malformed.tsx'
import { CodeRequestRefused } from './code-request-refused.tsx'
import { requestQuery } from './request-query.ts'

export interface CodeRequestScreenProps {
  readonly user: UserView
}

/**
 * Shows the authorization request with which an OAuth client opened this page.
 *
 * @see [RFC 8252 §4.1](https://www.rfc-editor.org/rfc/rfc8252.html#section-4.1)
 */
export function CodeRequestScreen(props: CodeRequestScreenProps): JSX.Element {
  const [query] = useState(() => requestQuery())
  const request = trpc.grants.codeRequest.useQuery(
    { query },
    { staleTime: Number.POSITIVE_INFINITY, retryOnMount: false },
  )
  if (request.data === undefined) {
    if (request.isPending) return <LoadingHeading />
    return <CodeRequestRefused error={request.error} onRetry={() => void request.refetch()} />
  }
  if (request.data.type === 'malformed') return <CodeRequestMalformed request={request.data} />
  return <ConsentRequest {...props} query={query} request={request.data} />
}
