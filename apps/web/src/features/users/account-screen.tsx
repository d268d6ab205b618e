import { Link } from '@tanstack/react-router'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../api/trpc.ts'
import { PageHeading } from '../../components/page-heading.tsx'
import { Section } from '../../components/section.tsx'
import classes from './account-screen.module.css'
import { DisplaySettings } from './display-settings.tsx'
import { Profile } from './profile.tsx'

/** The user's name and address, and how the app looks on this browser. */
export function AccountScreen(): JSX.Element | null {
  const texts = useTranslations('account')
  const pages = useTranslations('pages')
  const me = trpc.auth.me.useQuery()
  if (!me.data) return null
  return (
    <div className={classes.root}>
      <PageHeading title={texts('title')} lead={texts('lead')} />
      <Profile user={me.data.user} />
      <DisplaySettings />
      <Section title={texts('more')}>
        <ul className={classes.links}>
          <li>
            <Link to="/">{pages('access')}</Link>
            <span>{texts('accessText')}</span>
          </li>
          <li>
            <Link to="/sign-in-methods">{pages('methods')}</Link>
            <span>{texts('methodsText')}</span>
          </li>
          <li>
            <Link to="/timeline">{pages('timeline')}</Link>
            <span>{texts('timelineText')}</span>
          </li>
        </ul>
      </Section>
    </div>
  )
}
