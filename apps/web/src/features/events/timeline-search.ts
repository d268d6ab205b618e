import type { EventCategory } from '@latchkey/schema'
import { categories } from './category-messages.ts'

/** The page with everything that happened. */
export const timelinePath = '/timeline'

export interface TimelineSearch {
  readonly category?: EventCategory
}

/** Keeps a category that there is; everything else in the address is ignored. */
export function parseTimelineSearch(search: Readonly<Record<string, unknown>>): TimelineSearch {
  const category = categories.find((known) => known === search['category'])
  return category === undefined ? {} : { category }
}
