import { IconAppWindow, IconTerminal2 } from '@tabler/icons-react'
import type { JSX } from 'react'
import { PageHeading, type PageHeadingProps } from '../../components/page-heading.tsx'
import classes from './consent-heading.module.css'

export interface ConsentHeadingProps extends PageHeadingProps {
  /** The kind of client, as far as is known. */
  readonly kind: 'program' | 'app'
}

/** The OAuth client, above what it asks for. */
export function ConsentHeading({ kind, ...heading }: ConsentHeadingProps): JSX.Element {
  const Icon = kind === 'app' ? IconAppWindow : IconTerminal2
  return (
    <div className={classes.root}>
      <span className={classes.icon}>
        <Icon size={26} stroke={1.6} aria-hidden />
      </span>
      <PageHeading {...heading} />
    </div>
  )
}
