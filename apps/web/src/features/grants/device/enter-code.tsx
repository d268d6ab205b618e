import type { DeviceRequestView, UserView } from '@latchkey/schema'
import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../../api/trpc.ts'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import { CodeField } from '../../../forms/code-field.tsx'
import formClasses from '../../../forms/form.module.css'
import { type RefusalFields, refusedFields } from '../../../forms/refused-fields.ts'
import { SubmitButton } from '../../../forms/submit-button.tsx'
import { readCode } from '../../../forms/typed-code.ts'
import { useCodeRules } from '../../../forms/use-code-rules.ts'
import { useProcedureForm } from '../../../forms/use-procedure-form.ts'
import { useSwitchAccount } from '../../../session/sign-out/use-switch-account.ts'
import { SignedInAs } from '../signed-in-as.tsx'

const fields = ['userCode'] as const

export interface EnterCodeProps {
  readonly user: UserView
  /** What the field starts with. */
  readonly code: string
  /** Why the user is back here, or `null`. */
  readonly refusal: unknown
  readonly onFound: (device: DeviceRequestView) => void
}

/** Asks for the code that a device shows. A link may bring it along; the user still has to continue. */
export function EnterCode({ user, code, refusal, onFound }: EnterCodeProps): JSX.Element {
  const texts = useTranslations('device')
  const invalid = useTranslations('fields')('invalid')
  const rules = useCodeRules()
  const refusals: RefusalFields<'userCode'> = {
    USER_CODE_UNKNOWN: { field: 'userCode', message: texts('unknown') },
    INVALID_INPUT: { field: 'userCode', message: texts('unknown') },
  }
  const input = useRef<HTMLInputElement>(null)
  const switchAccount = useSwitchAccount()
  const [first] = useState(() => readCode(code))
  const findDevice = trpc.grants.findDevice.useMutation({ onSuccess: onFound })
  const form = useProcedureForm({
    rules: { userCode: rules.code },
    initialValues: { userCode: first.letters },
    initialErrors: {
      userCode: rules.strayMessage(first) ?? refusedFields(refusal, { fields, reasons: refusals, invalid }).userCode,
    },
    fields,
    call: (values) => findDevice.mutateAsync(values),
    refusals,
  })
  const isBack = refusal !== null

  useEffect(() => {
    if (isBack) input.current?.focus()
  }, [isBack])

  return (
    <>
      <PageHeading title={texts('title')} lead={texts('lead')} />
      <form {...form.props} className={formClasses.form}>
        {form.refusal !== null && <ErrorNote error={form.refusal} />}
        <CodeField
          ref={input}
          name="userCode"
          letters={first.letters}
          hint={texts('codeHint')}
          error={form.errors.userCode}
          autoComplete="off"
          onChange={(letters, problem) => form.setValue('userCode', letters, problem)}
        />
        <SubmitButton form={form} size="md" fullWidth>
          {texts('continue')}
        </SubmitButton>
      </form>
      <SignedInAs user={user} switchAccount={switchAccount} />
    </>
  )
}
