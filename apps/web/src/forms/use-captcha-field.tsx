import type { CaptchaView } from '@latchkey/schema'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { CaptchaField } from './captcha-field.tsx'
import { captchaNotLoaded } from './captcha-not-loaded.ts'
import type { RefusalFields } from './refused-fields.ts'
import type { FieldRule } from './use-field-rules.ts'

/** The field of a form over a procedure. */
interface FormField {
  readonly error: ReactNode
  /** Called with each response: what was wrong with the one before is no longer. */
  readonly onChange: (response: string) => void
}

export interface UseCaptchaField {
  readonly rule: FieldRule
  readonly refusals: RefusalFields<'captcha'>
  /** Makes a call with the values of the form and the response, which is used up by it. After a refusal the CAPTCHA starts again. */
  readonly call: <Values extends { readonly captcha: string }>(
    values: Values,
    make: (input: Omit<Values, 'captcha'> & { readonly captcha?: string }) => Promise<unknown>,
  ) => Promise<void>
  /** Returns the field; `null` where no CAPTCHA is asked for. */
  readonly render: (field: FormField) => ReactNode
}

/** The field of a form for a CAPTCHA. Where the server asks for none it does nothing. */
export function useCaptchaField(captcha: CaptchaView | null): UseCaptchaField {
  const errors = useTranslations('errors')
  // Not the value of the form, which would still be there after the call that used it up.
  const response = useRef('')
  const [uses, setUses] = useState(0)

  function change(next: string, onChange: FormField['onChange']): void {
    response.current = next
    if (next !== '' && next !== captchaNotLoaded) onChange(next)
  }

  return {
    rule: () => (captcha === null || response.current !== '' ? null : errors('captchaRequired')),
    refusals: {
      CAPTCHA_REQUIRED: { field: 'captcha', message: errors('captchaRequired') },
      CAPTCHA_REFUSED: { field: 'captcha', message: errors('captchaRefused') },
    },
    async call({ captcha: _value, ...values }, make) {
      const used = response.current
      response.current = ''
      try {
        await make({ ...values, ...(used !== '' && { captcha: used }) })
      } catch (error) {
        setUses((before) => before + 1)
        throw error
      }
    },
    render: ({ error, onChange }) =>
      captcha !== null && (
        <CaptchaField captcha={captcha} error={error} uses={uses} onChange={(next) => change(next, onChange)} />
      ),
  }
}
