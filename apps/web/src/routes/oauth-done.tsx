import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { useClients } from '../clients/use-clients.ts'
import { doneMessage } from '../features/grants/done-messages.ts'

/** Where an OAuth client on this computer sends the browser once it has its answer. */
export function OAuthDonePage(): JSX.Element {
  const { title, text } = doneMessage(window.location.search, useClients())
  return (
    <CardPage>
      <PageHeading title={title} lead={text} />
    </CardPage>
  )
}
