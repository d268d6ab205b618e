import { IconAppWindow, IconTerminal2 } from '@tabler/icons-react'
import type { JSX } from 'react'
import { PageHeading, type PageHeadingProps } from '../../components/page-heading.tsx'
import classes from './asker.module.css'

export interface AskerProps extends PageHeadingProps {
  /** What kind of program it is, as far as is known. */
  readonly kind: 'program' | 'app'
}

/** Who asks, above what is asked. */
export function Asker({ kind, ...heading }: AskerProps): JSX.Element {
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
