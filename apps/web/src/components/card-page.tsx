import type { JSX, ReactNode } from 'react'
import { Mark } from './mark.tsx'
import classes from './card-page.module.css'

/** One centred card below the logo. */
export function CardPage({ children }: { readonly children: ReactNode }): JSX.Element {
  return (
    <main className={classes.root}>
      <div className={classes.column}>
        <div className={classes.brand}>
          <Mark />
          <span>Latchkey</span>
        </div>
        <div className={classes.card}>{children}</div>
      </div>
    </main>
  )
}
