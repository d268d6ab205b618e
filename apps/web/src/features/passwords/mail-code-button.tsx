import type { CaptchaView, RequestCodeInput } from '@latchkey/schema'
import { type JSX, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { ErrorNote } from '../../errors/error-note.tsx'
import { retryDeadline } from '../../errors/retry-deadline.ts'
import { CountdownButton } from '../../forms/countdown-button.tsx'
import { useCaptchaPrompt } from '../../forms/use-captcha-prompt.tsx'
import { LastUsed } from '../../providers/last-used.tsx'

export interface MailCodeButtonProps {
  /** Returns what is typed as an address, or shows what is wrong with it and returns `null`. */
  readonly validEmail: () => string | null
  /** Asks for the code and goes to where it is typed. */
  readonly request: (input: RequestCodeInput) => Promise<unknown>
  /** The CAPTCHA that is shown once the button is pressed; `null` for none. */
  readonly captcha: CaptchaView | null
  readonly lastUsed: boolean
}

/** Signs in with a mailed code instead of a password. Its refusals are its own: the password may be tried meanwhile. */
export function MailCodeButton({ validEmail, request, captcha, lastUsed }: MailCodeButtonProps): JSX.Element {
  const texts = useTranslations('signIn')
  const prompt = useCaptchaPrompt()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)

  async function press(): Promise<void> {
    if (validEmail() === null) return
    setBusy(true)
    setRefusal(null)
    try {
      const response = await prompt.ask(captcha)
      // It may have been changed meanwhile.
      const email = validEmail()
      if (email !== null) await request({ email, ...(response !== null && { captcha: response }) })
    } catch (error) {
      setRefusal(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      {refusal !== null && <ErrorNote error={refusal} />}
      {prompt.field}
      <LastUsed
        shown={lastUsed}
        renderButton={(describedBy) => (
          <CountdownButton
            variant="subtle"
            size="sm"
            fullWidth
            busy={busy}
            deadline={retryDeadline(refusal)}
            waitText={(clock) => texts('tryAgainIn', { clock })}
            aria-describedby={describedBy}
            onClick={() => void press()}
          >
            {texts('mailCode')}
          </CountdownButton>
        )}
      />
    </>
  )
}
