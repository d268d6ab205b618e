import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import classes from './category-filter.module.css'
import { categories, categoryMessages } from './category-messages.ts'
import { timelinePath } from './timeline-search.ts'

const choices = [
  { category: undefined, label: 'All' },
  ...categories.map((category) => ({ category, label: categoryMessages[category].label })),
]

/** Links, so that the filter is in the address, survives a reload and is in the history. */
export function CategoryFilter(): JSX.Element {
  return (
    <nav aria-label="Filter">
      <ul className={classes.root}>
        {choices.map(({ category, label }) => (
          <li key={label}>
            <Link
              to={timelinePath}
              search={category === undefined ? {} : { category }}
              activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
              resetScroll={false}
              className={classes.choice}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
