import { Input } from '@mantine/core'
import { type JSX, type ReactNode, useId } from 'react'
import { useTranslations } from 'use-intl/react'
import classes from './captcha.module.css'
import { CaptchaWidget, type CaptchaWidgetProps } from './captcha-widget.tsx'

export interface CaptchaFieldsetProps extends CaptchaWidgetProps {
  /** How many responses were used up: each is good for one call, so with each the CAPTCHA starts again. */
  readonly uses: number
  readonly error: ReactNode
}

/** A CAPTCHA with its label and what is wrong with its response. */
export function CaptchaFieldset({ error, uses, ...widget }: CaptchaFieldsetProps): JSX.Element {
  const texts = useTranslations('captcha')
  const id = useId()
  return (
    <fieldset className={classes.fieldset} aria-labelledby={id}>
      <Input.Wrapper
        label={texts('label')}
        labelElement="div"
        labelProps={{ id }}
        error={error !== null && error !== undefined && <span role="alert">{error}</span>}
      >
        <CaptchaWidget key={uses} {...widget} />
      </Input.Wrapper>
    </fieldset>
  )
}
