import { type JSX, type ReactNode, useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './page-heading.module.css'

export interface PageHeadingProps {
  readonly title: string
  /** One sentence: what the page is for. `null` for none. */
  readonly lead?: ReactNode
  readonly action?: ReactNode
}

/** The one h1 of a page, and the document's title. */
export function PageHeading({ title, lead, action }: PageHeadingProps): JSX.Element {
  const texts = useTranslations('app')
  useEffect(() => {
    document.title = texts('pageTitle', { title })
  }, [title, texts])

  return (
    <div className={classes.root}>
      <div className={classes.text}>
        <h1 className={classes.title} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && lead !== null && <p className={classes.lead}>{lead}</p>}
      </div>
      {action}
    </div>
  )
}
