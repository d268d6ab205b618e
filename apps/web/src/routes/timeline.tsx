import { getRouteApi } from '@tanstack/react-router'
import type { JSX } from 'react'
import { PageHeading } from '../components/page-heading.tsx'
import { CategoryFilter } from '../features/events/category-filter.tsx'
import { Timeline } from '../features/events/timeline.tsx'
import classes from './timeline.module.css'

const route = getRouteApi('/signed-in/timeline')

export function TimelinePage(): JSX.Element {
  const { category } = route.useSearch()
  return (
    <div className={classes.root}>
      <PageHeading
        title="Timeline"
        lead="What was done as you, and what others tried. If you don’t recognise something, end that session and change your password."
      />
      <CategoryFilter />
      <Timeline key={category} category={category} />
    </div>
  )
}
