import type { JSX, ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { ContinueWith, type ContinueWithProps } from './continue-with.tsx'
import classes from '../../providers/provider-buttons.module.css'

export interface OrContinueWithProps extends ContinueWithProps {
  /** Another method, before the providers; `null` for none. */
  readonly first?: ReactNode
}

/** Below a form: the methods to sign in with instead, if there are any. */
export function OrContinueWith({ first = null, ...props }: OrContinueWithProps): JSX.Element | null {
  const texts = useTranslations('signIn')
  if (props.providers.length === 0 && first === null) return null
  return (
    <div className={classes.root}>
      <p className={classes.or}>{texts('or')}</p>
      {first}
      {props.providers.length > 0 && <ContinueWith {...props} />}
    </div>
  )
}
