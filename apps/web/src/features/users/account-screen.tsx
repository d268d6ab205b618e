import type { UserView } from '@latchkey/schema'
import { Link } from '@tanstack/react-router'
import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../components/page-heading.tsx'
import { Section } from '../../components/section.tsx'
import classes from './account-screen.module.css'
import { DisplaySettings } from './display-settings.tsx'
import { Profile } from './profile.tsx'

export interface AccountScreenProps {
  readonly user: UserView
  /** The section of the address; `null` where it can't be changed, and stands in the profile. */
  readonly email: ReactNode
}

/** The user's name and address, and how the app looks on this browser. */
export function AccountScreen({ user, email }: AccountScreenProps): JSX.Element {
  const texts = useTranslations('account')
  const pages = useTranslations('pages')
  return (
    <div className={classes.root}>
      <PageHeading title={texts('title')} lead={texts('lead')} />
      <Profile user={user} showEmail={email === null} />
      {email}
      <DisplaySettings />
      <Section title={texts('more')}>
        <ul className={classes.links}>
          <li>
            <Link to="/">{pages('access')}</Link>
            <span>{texts('accessText')}</span>
          </li>
          <li>
            <Link to="/security">{pages('security')}</Link>
            <span>{texts('securityText')}</span>
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
