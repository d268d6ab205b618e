import type { JSX } from 'react'
import { useTranslations } from 'use-intl/react'
import { ContinueWith, type ContinueWithProps } from './continue-with.tsx'
import classes from '../../providers/provider-buttons.module.css'

/** Below a form: the providers to sign in with instead, if there are any. */
export function OrContinueWith(props: ContinueWithProps): JSX.Element | null {
  const texts = useTranslations('signIn')
  if (props.providers.length === 0) return null
  return (
    <div className={classes.root}>
      <p className={classes.or}>{texts('or')}</p>
      <ContinueWith {...props} />
    </div>
  )
}
