import { type JSX, type ReactNode, useId, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { DetailsToggle } from '../../components/details-toggle.tsx'
import { ClientPermissions } from './client-permissions.tsx'
import classes from './consent-details.module.css'

export interface ConsentDetailsProps {
  /** The name of the OAuth client. */
  readonly client: string
  /** Leaves out what the client can't do, where a warning needs the room. */
  readonly brief?: boolean
  /** Shown with the permissions when the details are open. */
  readonly children?: ReactNode
}

/** What an approved client can do, in a sentence. The whole list opens in place, so that the buttons are on the first screen. */
export function ConsentDetails({ client, brief = false, children }: ConsentDetailsProps): JSX.Element {
  const texts = useTranslations('consent')
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className={classes.root}>
      <p className={classes.summary}>
        {texts('canSummary')} {!brief && texts('cannotSummary')}{' '}
        <DetailsToggle open={open} controls={id} of={client} look="word" onToggle={() => setOpen(!open)} />
      </p>
      {open && (
        <div id={id} className={classes.details}>
          {children}
          <ClientPermissions />
        </div>
      )}
    </div>
  )
}
