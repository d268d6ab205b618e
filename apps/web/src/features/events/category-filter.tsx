import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './category-filter.module.css'
import { categories, categoryTexts } from './categories.ts'
import { timelinePath } from './timeline-search.ts'

const choices = [undefined, ...categories]

/** Links, so that the filter is in the address, survives a reload and is in the history. */
export function CategoryFilter(): JSX.Element {
  const texts = useTranslations('timeline')
  return (
    <nav aria-label={texts('filter')}>
      <ul className={classes.root}>
        {choices.map((category) => (
          <li key={category ?? 'all'}>
            <Link
              to={timelinePath}
              search={category === undefined ? {} : { category }}
              activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
              resetScroll={false}
              className={classes.choice}
            >
              {texts(category === undefined ? 'all' : categoryTexts[category].label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
