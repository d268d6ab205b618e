import type { ClientView } from '@latchkey/schema'
import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeading } from '../../components/page-heading.tsx'
import { anchor, names } from '../../language/rich.tsx'
import { useHeadingFocus } from '../../navigation/use-heading-focus.ts'
import classes from './grant.module.css'

export interface ConsentResultProps {
  readonly client: ClientView
  readonly decision: 'approved' | 'refused'
  /** The address to which the browser was redirected. */
  readonly answerTo: string
}

/** Shown after the redirect to the client, which may leave this page on screen. */
export function ConsentResult({ client, decision, answerTo }: ConsentResultProps): JSX.Element {
  const texts = useTranslations('consent')
  useHeadingFocus()
  const tags = { ...names, name: client.name }
  return (
    <>
      {decision === 'approved' ? (
        <PageHeading title={texts('approved')} lead={texts.rich('approvedText', tags)} />
      ) : (
        <PageHeading title={texts('denied')} lead={texts.rich('deniedText', tags)} />
      )}
      <p className={classes.small}>{texts.rich('nothingHappened', { ...tags, ...anchor(answerTo) })}</p>
    </>
  )
}
