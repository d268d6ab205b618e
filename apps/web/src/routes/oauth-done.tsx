import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { useClients } from '../clients/use-clients.ts'
import { doneText } from '../features/grants/done-texts.ts'

/** Where an OAuth client on this computer sends the browser once it has its answer. */
export function OAuthDonePage(): JSX.Element {
  const texts = useTranslations('consent')
  const { title, text } = doneText(window.location.search, useClients(), texts)
  return (
    <CardPage>
      <PageHeading title={title} lead={text} />
    </CardPage>
  )
}
