import type { CaptchaView } from '@latchkey/schema'
import { type ReactNode, useState } from 'react'
import { CaptchaField } from './captcha-field.tsx'
import { captchaNotLoaded } from './captcha-not-loaded.ts'

interface Asked {
  readonly captcha: CaptchaView
  readonly uses: number
  readonly respond: (response: string) => void
}

export interface CaptchaPrompt {
  /** The CAPTCHA while it is asked for; `null` otherwise. */
  readonly field: ReactNode
  /** Asks for a CAPTCHA; resolves with its response, and at once with `null` where there is none. */
  readonly ask: (captcha: CaptchaView | null) => Promise<string | null>
}

/** A CAPTCHA that is shown once a button is pressed, beside which there is no form. */
export function useCaptchaPrompt(): CaptchaPrompt {
  const [asked, setAsked] = useState<Asked | null>(null)

  function change({ respond }: Asked, response: string): void {
    if (response === '') return
    // One that can't be loaded stays, since it says what to do.
    if (response !== captchaNotLoaded) setAsked(null)
    respond(response)
  }

  return {
    field: asked !== null && (
      <CaptchaField
        captcha={asked.captcha}
        error={null}
        uses={asked.uses}
        onChange={(response) => change(asked, response)}
      />
    ),
    ask: async (captcha) => {
      if (captcha === null) return null
      return new Promise((resolve) => {
        setAsked((before) => ({ captcha, uses: (before?.uses ?? 0) + 1, respond: resolve }))
      })
    },
  }
}
