import { Link, useLocation } from '@tanstack/react-router'
import type { TablerIcon } from '@tabler/icons-react'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Mark } from './mark.tsx'
import classes from './frame.module.css'

export interface FramePage {
  readonly to: string
  readonly label: string
  readonly icon: TablerIcon
  /** What the paths of further pages begin with for which this entry is marked as current. */
  readonly also?: readonly string[]
}

export interface FrameProps {
  readonly pages: readonly FramePage[]
  /** Shown at the top right. */
  readonly menu: ReactNode
  readonly children: ReactNode
}

/** The frame around every page: the logo, the navigation as a rail or a bar, and one menu. */
export function Frame({ pages, menu, children }: FrameProps): JSX.Element {
  const texts = useTranslations('app')
  const pathname = useLocation({ select: (location) => location.pathname })
  return (
    <div className={classes.root}>
      <a className={classes.skip} href="#main">
        {texts('skip')}
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.logo} aria-label={texts('home')}>
          <Mark />
        </Link>
        <div className={classes.menu}>{menu}</div>
      </header>
      <nav className={classes.nav} aria-label={texts('navigation')}>
        <ul className={classes.pages}>
          {pages.map(({ to, label, icon: Icon, also = [] }) => (
            <li key={to}>
              <Link
                to={to}
                className={classes.page}
                activeOptions={{ exact: true, includeSearch: false }}
                aria-current={also.some((start) => pathname.startsWith(start)) ? 'page' : undefined}
              >
                <Icon size={22} stroke={1.6} aria-hidden />
                <span>{label}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" className={classes.main} tabIndex={-1}>
        <div className={classes.content}>{children}</div>
      </main>
    </div>
  )
}
