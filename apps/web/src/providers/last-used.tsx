import { type JSX, type ReactNode, useId } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './last-used.module.css'

export interface LastUsedProps {
  /** Whether this is the method by which a user signed in here last. */
  readonly shown: boolean
  /** Returns the button of the method; `describedBy` is the id of the mark, or `undefined`. */
  readonly renderButton: (describedBy: string | undefined) => ReactNode
}

/** Marks the button of the sign-in method that was used last in this browser. */
export function LastUsed({ shown, renderButton }: LastUsedProps): JSX.Element {
  const texts = useTranslations('signIn')
  const id = useId()
  return (
    <div className={classes.root}>
      {renderButton(shown ? id : undefined)}
      {shown && (
        <span id={id} className={classes.mark}>
          {texts('lastUsed')}
        </span>
      )}
    </div>
  )
}
