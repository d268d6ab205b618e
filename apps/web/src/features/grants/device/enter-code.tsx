import { type DeviceRequestView, userCodeLength, type UserView } from '@latchkey/schema'
import { type JSX, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { trpc } from '../../../api/trpc.ts'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ErrorNote } from '../../../errors/error-note.tsx'
import formClasses from '../../../forms/form.module.css'
import { type RefusalFields, refusedFields } from '../../../forms/refused-fields.ts'
import { SubmitButton } from '../../../forms/submit-button.tsx'
import { useProcedureForm } from '../../../forms/use-procedure-form.ts'
import { useSwitchAccount } from '../../../session/sign-out/use-switch-account.ts'
import { SignedInAs } from '../signed-in-as.tsx'
import { UserCodeField } from './user-code-field.tsx'
import { readUserCode, type TypedCode } from './user-code.ts'

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
  const refusals: RefusalFields<'userCode'> = {
    USER_CODE_UNKNOWN: { field: 'userCode', message: texts('unknown') },
    INVALID_INPUT: { field: 'userCode', message: texts('unknown') },
  }
  const input = useRef<HTMLInputElement>(null)
  const switchAccount = useSwitchAccount()
  const [typed, setTyped] = useState<TypedCode>(() => readUserCode(code))
  const findDevice = trpc.grants.findDevice.useMutation({ onSuccess: onFound })
  const form = useProcedureForm({
    rules: { userCode: incompleteMessage },
    initialValues: { userCode: typed.letters },
    initialErrors: {
      userCode: strayMessage(typed) ?? refusedFields(refusal, { fields, reasons: refusals, invalid }).userCode,
    },
    fields,
    call: (values) => findDevice.mutateAsync(values),
    refusals,
  })
  const isBack = refusal !== null

  useEffect(() => {
    if (isBack) input.current?.focus()
  }, [isBack])

  function change(next: TypedCode): void {
    setTyped(next)
    form.setValue('userCode', next.letters, strayMessage(next))
  }

  function strayMessage({ stray }: TypedCode): string | null {
    return stray === null ? null : texts('stray', { letter: stray })
  }

  function incompleteMessage(letters: string): string | null {
    if (letters === '') return texts('noCode')
    if (letters.length === userCodeLength) return null
    return texts('incomplete', { length: userCodeLength, typed: letters.length })
  }

  return (
    <>
      <PageHeading title={texts('title')} lead={texts('lead')} />
      <form {...form.props} className={formClasses.form}>
        {form.refusal !== null && <ErrorNote error={form.refusal} />}
        <UserCodeField
          ref={input}
          name="userCode"
          letters={typed.letters}
          error={form.errors.userCode}
          onChange={change}
        />
        <SubmitButton form={form} size="md" fullWidth>
          {texts('continue')}
        </SubmitButton>
      </form>
      <SignedInAs user={user} switchAccount={switchAccount} />
    </>
  )
}
