import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { useClients } from '../clients/use-clients.ts'
import { doneWords } from '../features/grants/done-words.ts'

/** Where a program on this computer sends the browser once it has its answer. */
export function OAuthDonePage(): JSX.Element {
  const { title, text } = doneWords(window.location.search, useClients())
  return (
    <CardPage>
      <PageHeading title={title} lead={text} />
    </CardPage>
  )
}
