import { type JSX, useEffect } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { announceProof } from '../features/oauth/proof-channel.ts'

/** The last page of the small window in which a provider confirmed who is signed in. */
export function ProvedPage(): JSX.Element {
  useEffect(() => {
    announceProof()
    window.close()
  }, [])
  return (
    <CardPage>
      <PageHeading title="Confirmed" lead="You can close this window and go on where you were." />
    </CardPage>
  )
}
