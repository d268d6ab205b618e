import type { EventCategory } from '@latchkey/schema'
import { categories } from './categories.ts'

/** The page with the events. */
export const timelinePath = '/timeline'

export interface TimelineSearch {
  readonly category?: EventCategory
}

/** Keeps a known category; other search parameters are ignored. */
export function parseTimelineSearch(search: Readonly<Record<string, unknown>>): TimelineSearch {
  const category = categories.find((known) => known === search['category'])
  return category === undefined ? {} : { category }
}
