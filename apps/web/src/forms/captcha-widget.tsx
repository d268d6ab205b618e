import { Button, useComputedColorScheme } from '@mantine/core'
import type { CaptchaView } from '@latchkey/schema'
import { useMediaQuery } from '@mantine/hooks'
import { type JSX, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Note } from '../components/note.tsx'
import { names } from '../language/rich.tsx'
import { usePreferences } from '../preferences/preferences-provider.tsx'
import classes from './captcha.module.css'
import { captchaNotLoaded } from './captcha-not-loaded.ts'
import { showCaptcha } from './captcha-script.ts'

/** Where a form is narrower than the 304 CSS pixels that a CAPTCHA of the usual size takes. */
const narrow = '(max-width: 23rem)'

export interface CaptchaWidgetProps {
  readonly captcha: CaptchaView
  /** Called with the response, and with an empty text once it is too old. */
  readonly onChange: (response: string) => void
}

/** The CAPTCHA of the provider. Where it can't be loaded it says what to do, and tries again. */
export function CaptchaWidget({ captcha, onChange }: CaptchaWidgetProps): JSX.Element {
  const texts = useTranslations('captcha')
  const app = useTranslations('app')
  const [hasFailed, setHasFailed] = useState(false)
  const [tries, setTries] = useState(0)

  function change(response: string): void {
    setHasFailed(response === captchaNotLoaded)
    onChange(response)
  }

  function tryAgain(): void {
    change('')
    setTries(tries + 1)
  }

  return (
    <>
      <ShownCaptcha key={tries} captcha={captcha} onChange={change} />
      {hasFailed && (
        <Note
          tone="error"
          role="alert"
          action={
            <Button variant="default" size="xs" onClick={tryAgain}>
              {app('tryAgain')}
            </Button>
          }
        >
          {texts.rich('failed', { ...names, host: new URL(captcha.scriptUrl).host })}
        </Note>
      )}
    </>
  )
}

/** What the script of the provider shows, in the colours and the language of the page. */
function ShownCaptcha({ captcha, onChange }: CaptchaWidgetProps): JSX.Element {
  const container = useRef<HTMLDivElement>(null)
  // Known from the start: a change of it would begin the CAPTCHA anew.
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const { shown: language } = usePreferences()
  const isNarrow = useMediaQuery(narrow, false, { getInitialValueInEffect: false })
  const { provider, siteKey, scriptUrl } = captcha
  const change = useEffectEvent(onChange)

  useEffect(() => {
    const element = container.current
    if (element === null) return undefined
    return showCaptcha({ provider, scriptUrl }, element, {
      siteKey,
      theme,
      language,
      isNarrow,
      onPassed: (response) => change(response),
      onExpired: () => change(''),
      onError: () => change(captchaNotLoaded),
    })
  }, [provider, siteKey, scriptUrl, theme, language, isNarrow])

  return <div ref={container} className={classes.container} />
}
