import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'

export function NotFoundPage(): JSX.Element {
  const texts = useTranslations('notFound')
  const app = useTranslations('app')
  return (
    <CardPage>
      <PageHeading title={texts('title')} lead={texts('text')} />
      <Button component={Link} to="/" size="md">
        {app('goToAccess')}
      </Button>
    </CardPage>
  )
}
