import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../components/page-heading.tsx'
import { CategoryFilter } from '../features/events/category-filter.tsx'
import { Timeline } from '../features/events/timeline.tsx'
import { useEndingFromRows } from '../features/sessions/use-ending-from-rows.tsx'
import classes from './timeline.module.css'

const route = getRouteApi('/signed-in/timeline')

export function TimelinePage(): JSX.Element {
  const texts = useTranslations('timeline')
  const { category } = route.useSearch()
  const ending = useEndingFromRows()
  return (
    <div className={classes.root}>
      <PageHeading title={texts('title')} lead={texts('lead')} />
      {ending.result}
      <CategoryFilter />
      <Timeline key={category} category={category} renderAction={ending.actionFor} />
      {ending.dialog}
    </div>
  )
}
