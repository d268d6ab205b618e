import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { CardPage } from '../components/card-page.tsx'
import { PageHeading } from '../components/page-heading.tsx'

export function NotFoundPage(): JSX.Element {
  return (
    <CardPage>
      <PageHeading
        title="Page not found"
        lead="There’s nothing at this address. It may have moved, or been mistyped."
      />
      <Button component={Link} to="/" size="md">
        Go to the start
      </Button>
    </CardPage>
  )
}
